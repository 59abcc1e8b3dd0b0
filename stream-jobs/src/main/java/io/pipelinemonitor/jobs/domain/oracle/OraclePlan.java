package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.plan.FxRate;
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
 */
public record OraclePlan(
    List<OrgUnit> units,
    List<OrgMember> members,
    List<SalesProcess> processes,
    List<Quota> quotas,
    List<FxRate> rates) {}
