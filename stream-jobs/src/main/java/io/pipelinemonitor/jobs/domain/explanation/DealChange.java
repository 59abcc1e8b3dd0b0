package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A movement of a deal's open amount, or its withdrawal, as it was published.
 *
 * @param changeId identity of the movement; its withdrawal has the same
 * @param withdrawn whether the movement no longer holds
 * @param name what people call the deal; null for no name
 * @param period whose open amount moves
 * @param scopes where the deal counted then
 * @param only for a transfer, the one scope that moves; null for a transfer from or to none, and
 *     unless {@code transfer}
 * @param transfer whether only one scope moves
 * @param delta what the movement adds
 * @param what what happened
 * @param asOf when it was published
 */
public record DealChange(
    String changeId,
    boolean withdrawn,
    @Nullable String name,
    String period,
    DealScopes scopes,
    @Nullable Scope only,
    boolean transfer,
    long delta,
    Happened what,
    long asOf) {

  /** The scopes that move by themselves; units and the company follow their reps. */
  List<Scope> ownScopes() {
    if (transfer) {
      return only == null ? List.of() : List.of(only);
    }
    List<Scope> own = new ArrayList<>();
    scopes.forEach(own::add);
    return own;
  }
}
