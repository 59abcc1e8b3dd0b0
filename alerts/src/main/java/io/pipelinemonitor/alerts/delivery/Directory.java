package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import io.pipelinemonitor.alerts.domain.plan.Routes;

/** Who there is, and whom each rule tells, as it is now. */
public interface Directory {
  Organisation organisation();

  Routes routes();
}
