package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import java.util.Set;

/**
 * An event of a deal, as far as it tells who changed what.
 *
 * @param author whose doing it is
 * @param eventId the event
 * @param at when it was recorded
 * @param fields what it sets or clears
 * @param named where it says that the deal counts; null where it says nothing
 */
public record DealEdit(
    Author author, String eventId, long at, Set<DealField> fields, DealScopes named) {}
