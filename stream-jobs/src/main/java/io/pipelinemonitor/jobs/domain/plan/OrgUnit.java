package io.pipelinemonitor.jobs.domain.plan;

import org.jspecify.annotations.Nullable;

/**
 * A team, region or other unit of the sales organisation.
 *
 * @param unitId its identifier
 * @param name what people call it
 * @param parentUnitId the unit above it; null for the root, which is the company
 * @param managerId the member who answers for it
 */
public record OrgUnit(
    String unitId, String name, @Nullable String parentUnitId, @Nullable String managerId) {}
