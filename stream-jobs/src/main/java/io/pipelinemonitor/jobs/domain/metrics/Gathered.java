package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of one deal's figures, added up by bucket before it goes to each scope that the deal
 * counts in. Where a deal goes from some scopes to others, what it takes along stays as it was in
 * those that are both before and after.
 */
final class Gathered {

  private static final ScopeType[] TYPES = DealScopes.types();
  private static final int NONE = -1;

  private final List<Part> parts = new ArrayList<>();

  private record Part(DealScopes scopes, String bucket, Sums sums) {}

  /** The sums of all those scopes, to be added to. */
  Sums at(DealScopes scopes, String bucket) {
    for (Part part : parts) {
      if (part.bucket().equals(bucket) && part.scopes().equals(scopes)) {
        return part.sums();
      }
    }
    Part part = new Part(scopes, bucket, new Sums());
    parts.add(part);
    return part.sums();
  }

  /** Hands the sums on to each scope. */
  void addTo(Cells cells) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int other = partner(i);
      if (other == NONE) {
        if (!part.sums().isZero()) {
          part.scopes().forEach(scope -> cells.at(scope, part.bucket()).add(part.sums()));
        }
      } else if (other > i) {
        addBoth(part, parts.get(other), cells);
      }
    }
  }

  /** The place of the only other part of the same bucket; none if there are more. */
  private int partner(int place) {
    int found = NONE;
    for (int i = 0; i < parts.size(); i++) {
      if (i != place && parts.get(i).bucket().equals(parts.get(place).bucket())) {
        if (found != NONE) {
          return NONE;
        }
        found = i;
      }
    }
    return found;
  }

  private static void addBoth(Part one, Part other, Cells cells) {
    Sums both = one.sums().copy();
    both.add(other.sums());
    for (ScopeType type : TYPES) {
      if (one.scopes().isSame(type, other.scopes())) {
        add(one.scopes(), type, one.bucket(), both, cells);
      } else {
        add(one.scopes(), type, one.bucket(), one.sums(), cells);
        add(other.scopes(), type, one.bucket(), other.sums(), cells);
      }
    }
  }

  private static void add(
      DealScopes scopes, ScopeType type, String bucket, Sums sums, Cells cells) {
    if (!sums.isZero()) {
      scopes.give(type, scope -> cells.at(scope, bucket).add(sums));
    }
  }
}
