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
 * @param units the units, and the company, in which the deal was open before or is now, the nearest
 *     first; empty for imports
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
    List<ScopeMove> moves,
    List<DealUnit> units) {

  /**
   * A unit in which the deal is open.
   *
   * @param unit the unit, or the company
   * @param name what people call it
   * @param openDeals how many deals are open in it at that moment; 0 until they are counted
   */
  public record DealUnit(Scope unit, String name, int openDeals) {}

  /** With how many deals are open in its units. */
  Touch counted(OpenDeals open) {
    return new Touch(
        author,
        dealId,
        eventId,
        at,
        moment,
        sequel,
        fields,
        scopes,
        moves,
        units.stream()
            .map(
                known ->
                    new DealUnit(known.unit(), known.name(), open.around(known.unit(), moment)))
            .toList());
  }
}
