package io.pipelinemonitor.local.jobs;

import io.pipelinemonitor.jobs.alerting.AlertRulesJob;
import io.pipelinemonitor.jobs.model.ForecastModelJob;
import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import java.time.Duration;
import java.util.List;

/** The jobs that a stack runs. */
public final class StandardJobs {
  private static final Duration STATE_CHECKPOINTS = Duration.ofSeconds(10);

  /** Alerts are written in transactions, which end with a checkpoint: nobody waits longer. */
  private static final Duration ALERT_CHECKPOINTS = Duration.ofSeconds(1);

  private static final Duration MODEL_CHECKPOINTS = Duration.ofSeconds(10);

  private StandardJobs() {}

  public static List<LocalJob> all() {
    return List.of(
        new LocalJob(
            PipelineStateJob.NAME,
            STATE_CHECKPOINTS,
            (environment, settings) ->
                PipelineStateJob.define(environment, JobSettings.of(settings))),
        new LocalJob(
            AlertRulesJob.NAME,
            ALERT_CHECKPOINTS,
            (environment, settings) -> AlertRulesJob.define(environment, JobSettings.of(settings))),
        new LocalJob(
            ForecastModelJob.NAME,
            MODEL_CHECKPOINTS,
            (environment, settings) ->
                ForecastModelJob.define(environment, JobSettings.of(settings))));
  }
}
