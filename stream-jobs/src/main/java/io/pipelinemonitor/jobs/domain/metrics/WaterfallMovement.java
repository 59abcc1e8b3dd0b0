package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One movement of one deal's open amount. Amounts are minor units of the reporting currency.
 *
 * @param cause the one cause
 * @param period the period whose open amount moves
 * @param otherPeriod for a push or pull, where the deal came from or went to; null for none
 * @param scopes where the deal counted then; for a transfer only its own two scopes move
 * @param transferred what kind of scope the deal changed; null unless it is a transfer
 * @param transfer from where to where; null unless it is a transfer
 * @param delta what the open amount changes by
 * @param before the deal's amount before; null if it had none
 * @param after the deal's amount after; null if it has none
 * @param eventId the event that did it; null for an exchange rate
 * @param occurredAt when, microseconds since the epoch
 * @param day the local day of {@code occurredAt}
 */
public record WaterfallMovement(
    MovementCause cause,
    FiscalPeriod period,
    @Nullable FiscalPeriod otherPeriod,
    DealScopes scopes,
    @Nullable ScopeType transferred,
    @Nullable Transfer transfer,
    long delta,
    @Nullable Long before,
    @Nullable Long after,
    @Nullable String eventId,
    long occurredAt,
    long day) {

  /**
   * Adds the movement to the sums of its scopes ({@code sign} 1), or takes it back ({@code sign}
   * -1).
   *
   * @param gathered takes what moves in all of the deal's scopes
   * @param cells take what moves in one of them alone
   * @param recentFrom the first day of the trailing week
   */
  void addTo(Gathered gathered, Cells cells, int sign, long recentFrom) {
    if (transferred != null && transfer != null) {
      String id = cause == MovementCause.TRANSFERRED_OUT ? transfer.from() : transfer.to();
      // To have no segment is not a segment, but deals without an owner count for the company.
      if (!id.isEmpty() || transferred == ScopeType.REP) {
        Scope scope = new Scope(transferred, id);
        addTo(bucket -> cells.at(scope, bucket), sign, recentFrom);
      }
    } else {
      addTo(bucket -> gathered.at(scopes, bucket), sign, recentFrom);
    }
  }

  private void addTo(Function<String, Sums> buckets, int sign, long recentFrom) {
    if (day < period.startDay()) {
      buckets.apply(period.name()).add(MovementCause.OPENING, sign * delta);
    } else {
      addTo(buckets.apply(period.name()), sign);
    }
    if (day >= recentFrom) {
      addTo(buckets.apply(Bucket.ofPeriodAndDay(period.name(), day)), sign);
    }
  }

  private void addTo(Sums sums, int sign) {
    if (transfer == null) {
      sums.add(cause, sign * delta);
    } else {
      sums.add(transfer, sign * delta);
    }
  }
}
