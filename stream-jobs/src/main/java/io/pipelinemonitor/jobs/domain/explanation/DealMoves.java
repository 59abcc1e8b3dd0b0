package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one deal did lately to one amount of one scope and period.
 *
 * @param name what people call the deal; null for no name
 * @param ownerId its owner; null for none
 * @param standing what it adds now
 * @param asOf of its latest movement
 * @param moves what it did, without what was taken back on the same day
 */
public record DealMoves(
    @Nullable String name, @Nullable String ownerId, long standing, long asOf, List<Move> moves) {

  /**
   * One movement.
   *
   * @param day the epoch day on which it took effect
   * @param what what happened
   * @param delta what it added
   */
  public record Move(long day, Happened what, long delta) {

    private boolean cancels(Move other) {
      return day == other.day && delta == -other.delta && what.cancels(other.what);
    }
  }

  /** The latest, and the same of two that arrive in another order. */
  private static final Comparator<Move> ORDER =
      Comparator.comparingLong((Move move) -> move.what().occurredAt())
          .thenComparing(move -> move.what().eventId() == null ? "" : move.what().eventId())
          .thenComparingLong(Move::day)
          .thenComparing(move -> move.what().cause())
          .thenComparingLong(Move::delta);

  static DealMoves with(@Nullable DealMoves known, ScopeMove move, long day) {
    Move added = new Move(day, move.what(), move.delta());
    List<Move> moves = new ArrayList<>(known == null ? List.of() : known.moves());
    Move cancelled = moves.stream().filter(added::cancels).findFirst().orElse(null);
    if (cancelled == null) {
      moves.add(added);
    } else {
      moves.remove(cancelled);
    }
    if (known != null && known.asOf() > move.asOf()) {
      return new DealMoves(
          known.name(), known.ownerId(), move.standing(), known.asOf(), List.copyOf(moves));
    }
    return new DealMoves(
        move.name(), move.ownerId(), move.standing(), move.asOf(), List.copyOf(moves));
  }

  /** What the deal did to both amounts. */
  DealMoves and(DealMoves other) {
    DealMoves latest = asOf < other.asOf ? other : this;
    List<Move> both = new ArrayList<>(moves);
    both.addAll(other.moves);
    return new DealMoves(
        latest.name, latest.ownerId, standing + other.standing, latest.asOf, List.copyOf(both));
  }

  DealMoves from(long day) {
    return new DealMoves(
        name, ownerId, standing, asOf, moves.stream().filter(move -> move.day() >= day).toList());
  }

  /** The deal's part in the change since the day began; null if it has none. */
  @Nullable Contributor contributor(String dealId, long sinceDay) {
    List<Move> since = moves.stream().filter(move -> move.day() >= sinceDay).toList();
    long delta = since.stream().mapToLong(Move::delta).sum();
    if (delta == 0) {
      return null;
    }
    MovementCause kind = dominantKind(since, delta);
    Happened what =
        since.stream()
            .filter(move -> move.what().kind() == kind)
            .filter(move -> Long.signum(move.delta()) == Long.signum(delta))
            .max(ORDER)
            .orElseThrow()
            .what();
    return new Contributor(dealId, name, ownerId, what, delta, standing - delta, standing);
  }

  /** What moved it most in the direction in which it went. */
  private static MovementCause dominantKind(List<Move> moves, long delta) {
    Map<MovementCause, Long> sums = new EnumMap<>(MovementCause.class);
    moves.forEach(move -> sums.merge(move.what().kind(), move.delta(), Long::sum));
    return sums.entrySet().stream()
        .max(
            Comparator.comparingLong(
                (Map.Entry<MovementCause, Long> sum) -> Long.signum(delta) * sum.getValue()))
        .orElseThrow()
        .getKey();
  }
}
