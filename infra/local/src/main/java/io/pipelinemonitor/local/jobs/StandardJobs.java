package io.pipelinemonitor.local.jobs;

import java.util.List;

/** The jobs that a stack runs. */
public final class StandardJobs {
  private StandardJobs() {}

  public static List<LocalJob> all() {
    return List.of();
  }
}
