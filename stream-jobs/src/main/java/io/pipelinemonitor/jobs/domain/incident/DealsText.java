package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.explanation.Contributor;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names the deals that did it.
 *
 * <p>For example: "Since 5 March open pipeline fell by EUR 310 k; 2 deals did most of it: Acme
 * renewal slipped to 2026-Q2 (−EUR 120 k) and Blue Bay was lost (−EUR 100 k)."
 */
final class DealsText {

  private static final int MOST_NAMED = 3;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private DealsText() {}

  /** The sentence; empty where no deal has moved. */
  static String of(Explanation explanation, String currency) {
    if (explanation.contributors().isEmpty()) {
      return "";
    }
    String opening =
        "Since "
            + LocalDate.ofEpochDay(explanation.sinceDay()).format(DAY)
            + ' '
            + explanation.money().label();
    long total = explanation.total();
    if (total == 0) {
      return opening
          + " is the same in sum; moved most: "
          + list(named(explanation), currency)
          + '.';
    }
    String change =
        opening + (total < 0 ? " fell by " : " rose by ") + amount(Math.abs(total), currency);
    List<Contributor> named = named(explanation);
    return named.isEmpty()
        ? change + ", by many small changes."
        : change + "; " + share(named, total) + list(named, currency) + '.';
  }

  /** Those that went the way of the whole; of no change, those that moved. */
  private static List<Contributor> named(Explanation explanation) {
    long total = explanation.total();
    return explanation.contributors().stream()
        .filter(contributor -> total == 0 || Long.signum(contributor.delta()) == Long.signum(total))
        .limit(MOST_NAMED)
        .toList();
  }

  private static String share(List<Contributor> named, long total) {
    long sum = named.stream().mapToLong(Contributor::delta).sum();
    boolean most = Math.abs(sum) > Math.abs(total) / 2;
    if (!most) {
      return "the largest: ";
    }
    return named.size() == 1 ? "1 deal did most of it: " : named.size() + " deals did most of it: ";
  }

  private static String list(List<Contributor> named, String currency) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < named.size(); i++) {
      if (i > 0) {
        list.append(i == named.size() - 1 ? " and " : ", ");
      }
      Contributor contributor = named.get(i);
      list.append(contributor.name() == null ? contributor.dealId() : contributor.name())
          .append(' ')
          .append(deed(contributor))
          .append(" (")
          .append(contributor.delta() < 0 ? '−' : '+')
          .append(amount(Math.abs(contributor.delta()), currency))
          .append(')');
    }
    return list.toString();
  }

  /** What happened to the deal, as people say it. */
  private static String deed(Contributor contributor) {
    Happened what = contributor.what();
    boolean more = contributor.delta() > 0;
    String period = what.otherPeriod();
    return switch (what.cause()) {
      case OPENING -> "was there before";
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
      case TRANSFERRED_IN, TRANSFERRED_OUT -> transferred(more, what.eventId() == null);
      case FX_EFFECT -> more ? "gained by the exchange rate" : "lost by the exchange rate";
    };
  }

  private static String transferred(boolean came, boolean byOrganisation) {
    if (byOrganisation) {
      return came ? "came with its owner's team" : "left with its owner's team";
    }
    return came ? "was handed over from elsewhere" : "was handed over to others";
  }

  private static String orElsewhere(@Nullable String period) {
    return period == null ? "another period" : period;
  }

  private static String amount(long minorUnits, String currency) {
    return ValueText.ofMinorUnits(minorUnits, currency);
  }
}
