package io.pipelinemonitor.alerts.delivery;

import java.util.Collection;

/** Where it is recorded what was decided and what became of it. */
public interface Journal {
  /**
   * Returns when all of it outlasts a crash.
   *
   * @throws RuntimeException when that is not certain: some may be recorded, in their order
   */
  void write(Collection<Change> changes);
}
