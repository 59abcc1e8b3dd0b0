package io.pipelinemonitor.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The job's graph: what a checkpoint or a savepoint relies on. */
class ForecastModelJobTest {

  private final StreamGraph graph = graph(Map.of());

  private static StreamGraph graph(Map<String, String> settings) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    ForecastModelJob.define(env, JobSettings.of(settings));
    return env.getStreamGraph(false);
  }

  /** A uid that is renamed loses its state: this list only ever grows. */
  @Test
  void hasTheseUids() {
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains(
            "model-input",
            "deal-records",
            "deal-lessons",
            "model-plan-records",
            "model-plan",
            "company-model",
            "model-parameters",
            "model-dead-letters")
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

  @Test
  void isCutIntoAFixedNumberOfKeyGroups() {
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getMaxParallelism)
        .containsOnly(JobEnvironment.MAX_PARALLELISM);
  }

  /** Otherwise a withdrawal could overtake what it withdraws. */
  @Test
  void keepsTheOrderOfAKeysRecords() {
    assertThat(graph.getStreamNodes())
        .filteredOn(
            node ->
                List.of("model-input", "deal-records", "model-plan-records", "model-plan")
                    .contains(node.getTransformationUID()))
        .hasSize(4)
        .extracting(StreamNode::getParallelism)
        .containsOnly(1);
  }

  /** A child's parameters need its parent's. */
  @Test
  void learnsInOneTask() {
    assertThat(graph.getStreamNodes())
        .filteredOn(node -> CompanyModelOperator.UID.equals(node.getTransformationUID()))
        .extracting(StreamNode::getParallelism)
        .containsExactly(1);
  }

  @Test
  void listensToTheHeartbeatsOfTheStateJob() {
    assertThat(ForecastModelJob.DEALS_HEARTBEAT_SOURCE)
        .isEqualTo(PipelineStateJob.HEARTBEAT_SOURCE);
  }
}
