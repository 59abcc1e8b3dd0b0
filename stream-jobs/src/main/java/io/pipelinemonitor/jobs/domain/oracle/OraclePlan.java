package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.LearntStage;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import java.util.List;

/**
 * The plan that figures are computed against, as it stands now: what was replaced or deleted is no
 * longer in it. Of two entries for one identifier the later holds.
 *
 * @param units the organisation's units
 * @param members its people
 * @param processes the sales processes
 * @param quotas the quotas
 * @param rates every known rate, also those of earlier days
 * @param calls everything that was ever said that a scope will close
 * @param models what was learnt, of each scope that it was learnt of
 * @param stages what was learnt of stages, for the whole company
 */
public record OraclePlan(
    List<OrgUnit> units,
    List<OrgMember> members,
    List<SalesProcess> processes,
    List<Quota> quotas,
    List<FxRate> rates,
    List<ForecastCall> calls,
    List<ModelParameters> models,
    List<LearntStage> stages) {

  /** A plan without forecasts. */
  public OraclePlan(
      List<OrgUnit> units,
      List<OrgMember> members,
      List<SalesProcess> processes,
      List<Quota> quotas,
      List<FxRate> rates) {
    this(units, members, processes, quotas, rates, List.of(), List.of(), List.of());
  }
}
