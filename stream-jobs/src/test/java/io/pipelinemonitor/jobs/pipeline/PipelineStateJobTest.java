package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.graph.StreamingJobGraphGenerator;
import org.junit.jupiter.api.Test;

/** The job's graph: what a checkpoint or a savepoint relies on. */
class PipelineStateJobTest {

  private final StreamGraph graph = graph(Map.of());

  private static StreamGraph graph(Map<String, String> settings) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    PipelineStateJob.define(env, JobSettings.of(settings));
    return env.getStreamGraph(false);
  }

  /** A uid that is renamed loses its state: this list only ever grows. */
  @Test
  void hasTheseUids() {
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains(
            "pipeline-input",
            "plan-records",
            "plan-check",
            "deal-event-records",
            "deal-plan",
            "deal-state",
            "movement-combiner",
            "scope-plan",
            "scope-figures",
            "roll-up-combiner",
            "unit-plan",
            "unit-figures",
            "deals-written",
            "scopes-written",
            "units-written",
            "progress",
            "pipeline-deals",
            "pipeline-changes",
            "pipeline-history",
            "unit-history",
            "pipeline-snapshots",
            "unit-snapshots",
            "pipeline-progress",
            "pipeline-dead-letters")
        .doesNotContainNull();
  }

  @Test
  void neverFallsBackToKryo() {
    for (StreamNode node : graph.getStreamNodes()) {
      assertThat(node.getTypeSerializerOut())
          .as(node.getOperatorName())
          .isNotInstanceOf(KryoSerializer.class);
      for (TypeSerializer<?> serializer : node.getTypeSerializersIn()) {
        assertThat(serializer).as(node.getOperatorName()).isNotInstanceOf(KryoSerializer.class);
      }
    }
  }

  /** What is sent to another task first may be written after a heartbeat that vouches for it. */
  @Test
  void writesWhatHeartbeatsVouchForWhereItIsMade() {
    assertThat(graph.getStreamNodes())
        .filteredOn(
            node -> {
              String sink = node.getTransformationUID();
              return Set.of(
                      "pipeline-deals",
                      "pipeline-changes",
                      "pipeline-history",
                      "unit-history",
                      "pipeline-snapshots",
                      "unit-snapshots")
                  .contains(sink);
            })
        .hasSize(6)
        .allSatisfy(
            sink ->
                assertThat(sink.getInEdges())
                    .as(sink.getOperatorName())
                    .singleElement()
                    .satisfies(
                        edge ->
                            assertThat(StreamingJobGraphGenerator.isChainable(edge, graph))
                                .isTrue()));
  }

  @Test
  void isCutIntoAFixedNumberOfKeyGroups() {
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getMaxParallelism)
        .containsOnly(JobEnvironment.MAX_PARALLELISM);
  }

  @Test
  void canAlsoWriteInTransactions() {
    assertThat(graph(Map.of("state.exactly-once", "true")).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("pipeline-deals", "pipeline-snapshots", "unit-snapshots", "pipeline-progress");
  }
}
