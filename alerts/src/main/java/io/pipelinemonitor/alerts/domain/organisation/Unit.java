package io.pipelinemonitor.alerts.domain.organisation;

import org.jspecify.annotations.Nullable;

/**
 * A unit of the sales organisation.
 *
 * @param parentUnitId null: it is the root
 * @param managerId the member who leads it; null: nobody
 */
public record Unit(
    String unitId, String name, @Nullable String parentUnitId, @Nullable String managerId) {}
