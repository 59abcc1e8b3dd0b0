package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import java.util.Set;

/**
 * One change of one deal by an author, with what it did.
 *
 * @param author whose doing it is
 * @param dealId the deal
 * @param eventId the event
 * @param at when it was made; of a sequel, when that came
 * @param moment the end of its tick, at which it takes effect
 * @param sequel whether it only adds to what was said of the event before: its money moved later
 * @param fields what was set or cleared
 * @param scopes where the deal counted before or counts now; empty for imports, which touch all
 * @param moves what that did to the company's open and booked amounts; empty for imports
 */
public record Touch(
    Author author,
    String dealId,
    String eventId,
    long at,
    long moment,
    boolean sequel,
    Set<DealField> fields,
    Set<Scope> scopes,
    List<ScopeMove> moves) {}
