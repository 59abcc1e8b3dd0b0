package io.pipelinemonitor.alerts.domain.message;

import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import org.jspecify.annotations.Nullable;

/** Says what happened to a deal, after its name. */
final class Deed {

  private Deed() {}

  static String of(DealChange deal) {
    boolean more = deal.delta() > 0;
    String period = deal.otherPeriod();
    return switch (deal.cause()) {
      case CREATED -> more ? "was created" : "was corrected";
      case PULLED_IN -> period == null ? "got a close date" : "was pulled in from " + period;
      case PUSHED_IN -> "slipped in from " + orElsewhere(period);
      case INCREASED, DECREASED -> more ? "grew" : "shrank";
      case REOPENED -> "was reopened";
      case RESTORED -> "was restored";
      case PUSHED_OUT -> period == null ? "lost its close date" : "slipped to " + period;
      case PULLED_OUT -> "was pulled forward to " + orElsewhere(period);
      case WON -> "was won";
      case LOST -> "was lost";
      case DELETED -> "was deleted";
      case MERGED -> "was merged into another deal";
      case TRANSFERRED_IN ->
          deal.byEvent() ? "was handed over from elsewhere" : "came with its owner's team";
      case TRANSFERRED_OUT ->
          deal.byEvent() ? "was handed over to others" : "left with its owner's team";
      case FX_EFFECT -> more ? "gained by the exchange rate" : "lost by the exchange rate";
      case UNKNOWN -> "changed";
    };
  }

  private static String orElsewhere(@Nullable String period) {
    return period == null ? "another period" : period;
  }
}
