package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.alerting.AlertRulesReplay;
import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.AlertEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Runs the alert rules job over a recording, on a Flink cluster of its own in this process. */
final class Replay {
  private static final int PARALLELISM = 2;
  private static final Duration WATCH = Duration.ofMillis(200);

  private final JobSettings settings;
  private final Path temporary;
  private final Stop stop;
  private final Progress progress;

  Replay(JobSettings settings, Path temporary, Stop stop, Progress progress) {
    this.settings = settings;
    this.temporary = temporary;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * Every step of every incident. What was still waiting for its time at the end of the recording
   * is told at its time as well.
   *
   * @param name of the rule set
   * @param rules as Kafka would hold them
   */
  List<IncidentStep> run(Recording recording, String name, List<RawRecord> rules)
      throws InterruptedException {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration());
    AlertRulesReplay.prepare(env);
    DataStream<RawRecord> records = rules(env, rules).union(figures(env, recording));
    try (CloseableIterator<AlertEvent> events =
        AlertRulesReplay.define(records, settings).collectAsync()) {
      JobClient job = env.executeAsync("backtest");
      Future<List<IncidentStep>> steps = CompletableFuture.supplyAsync(() -> collect(name, events));
      while (!steps.isDone()) {
        if (stop.within(WATCH)) {
          job.cancel().join();
          throw new StoppedException();
        }
      }
      return steps.get();
    } catch (InterruptedException | StoppedException e) {
      throw e;
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private static Problem failed(Exception e) {
    return new Problem("The backtest failed: %s.".formatted(Problem.reason(e)), e);
  }

  private List<IncidentStep> collect(String name, CloseableIterator<AlertEvent> events) {
    List<IncidentStep> steps = new ArrayList<>();
    events.forEachRemaining(
        event -> {
          progress.say("judging by %s: come to %s".formatted(name, event.getEvaluatedAt()));
          steps.add(AlertRulesReplay.step(event));
        });
    return steps;
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.TMP_DIRS, temporary.toString());
    // Otherwise an empty directory for uploads is left behind in the system's.
    configuration.set(WebOptions.TMP_DIR, temporary.toString());
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(5));
    return configuration;
  }

  /** Time begins when all rules have been read: without watermarks, their end is the first. */
  private static DataStream<RawRecord> rules(
      StreamExecutionEnvironment env, List<RawRecord> rules) {
    return env.fromData(Types.POJO(RawRecord.class), rules.toArray(new RawRecord[0]))
        .uid("backtest-rules")
        .setParallelism(1);
  }

  private static DataStream<RawRecord> figures(
      StreamExecutionEnvironment env, Recording recording) {
    return env.fromSequence(1, recording.records())
        .uid("backtest-numbers")
        .setParallelism(1)
        .map(new NextRecord(recording.file()))
        .returns(Types.POJO(RawRecord.class))
        .uid("backtest-figures")
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<RawRecord>forMonotonousTimestamps()
                .withTimestampAssigner((record, none) -> record.streamTime()))
        .uid("backtest-time")
        .setParallelism(1);
  }
}
