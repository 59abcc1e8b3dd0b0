package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The job's graph: what a checkpoint or a savepoint relies on. */
class AlertRulesJobTest {

  private final StreamGraph graph = graph(Map.of());

  private static StreamGraph graph(Map<String, String> settings) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    AlertRulesJob.define(env, JobSettings.of(settings));
    return env.getStreamGraph(false);
  }

  /** A uid that is renamed loses its state: this list only ever grows. */
  @Test
  void hasTheseUids() {
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains(
            "alert-input",
            "snapshot-records",
            "rule-records",
            "rule-check",
            "command-records",
            "command-check",
            "silences",
            "alert-incidents",
            "alert-units",
            "alert-inhibition",
            "source-records",
            "source-reports",
            "source-watch",
            "opened-incidents",
            "alert-events",
            "alert-states",
            "alert-shadow-events",
            "alert-dead-letters",
            "alert-deal-records",
            "alert-organisation-records",
            "alert-organisation",
            "deal-moves",
            "bursts",
            "snapshot-news",
            "midnight-records",
            "drift-looks",
            "watched-deal-records",
            "company-moves",
            "top-shares",
            "deal-watch")
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

  @Test
  void canAlsoWriteWithoutTransactions() {
    assertThat(graph(Map.of("alerts.exactly-once", "false")).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("alert-events");
  }

  @Test
  void listensToTheHeartbeatsOfTheStateJob() {
    assertThat(AlertRulesJob.FIGURES_HEARTBEAT_SOURCE).isEqualTo(PipelineStateJob.HEARTBEAT_SOURCE);
  }
}
