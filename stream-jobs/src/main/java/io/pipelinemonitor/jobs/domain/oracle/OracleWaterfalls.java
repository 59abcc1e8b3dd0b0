package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waterfalls told scope by scope: was the deal in it before the event, and is it after? */
final class OracleWaterfalls {

  /** The deal between two events. */
  private record Standing(
      boolean known,
      @Nullable Existence existence,
      DealStatus status,
      @Nullable FiscalPeriod period,
      Set<Scope> scopes,
      @Nullable Long amount,
      @Nullable String currency) {

    boolean counts() {
      return known && existence == Existence.EXISTS && status == DealStatus.OPEN && period != null;
    }

    boolean isIn(Scope scope, FiscalPeriod asked) {
      return counts() && asked.equals(period) && scopes.contains(scope);
    }
  }

  /** Amounts in the reporting currency; null without a rate. */
  interface Converter {
    @Nullable Long convert(long minorUnits, @Nullable String currency, long day);
  }

  private static final List<String> FIELDS =
      List.of(
          "opening",
          "created",
          "pulledIn",
          "pushedIn",
          "increased",
          "reopened",
          "restored",
          "transferredIn",
          "decreased",
          "pushedOut",
          "pulledOut",
          "won",
          "lost",
          "deleted",
          "merged",
          "transferredOut",
          "fxEffect");

  private static final Set<String> OUT =
      Set.of(
          "decreased",
          "pushedOut",
          "pulledOut",
          "won",
          "lost",
          "deleted",
          "merged",
          "transferredOut");

  private final FiscalCalendar calendar;
  private final List<FxRate> rates;
  private final Converter converter;
  private final Function<ReplayedDeal.Values, Set<Scope>> scopes;
  private final long today;
  private final Map<String, SortedMap<String, Long>> sinceStart = new HashMap<>();
  private final Map<String, SortedMap<String, Long>> week = new HashMap<>();
  private final Map<String, Scope> scopesByKey = new HashMap<>();
  private final Map<String, FiscalPeriod> periodsByKey = new HashMap<>();

  OracleWaterfalls(
      FiscalCalendar calendar,
      List<FxRate> rates,
      Converter converter,
      Function<ReplayedDeal.Values, Set<Scope>> scopes,
      long today) {
    this.calendar = calendar;
    this.rates = rates;
    this.converter = converter;
    this.scopes = scopes;
    this.today = today;
  }

  void add(ReplayedDeal deal) {
    Standing before = new Standing(false, null, DealStatus.OPEN, null, Set.of(), null, null);
    long lastDay = 0;
    for (DealEvent event : deal.moments()) {
      long day = calendar.epochDay(event.occurredAt());
      if (before.known()) {
        rateChanges(before, lastDay, day);
      }
      Standing after = standing(deal.valuesAfter(event), deal.statusAfter(event));
      step(before, after, day);
      before = after;
      lastDay = day;
    }
    if (before.known()) {
      rateChanges(before, lastDay, today);
    }
  }

  private Standing standing(ReplayedDeal.Values values, DealStatus status) {
    Object existence = values.of(DealField.EXISTENCE);
    Long closeDate = (Long) values.of(DealField.CLOSE_DATE);
    return new Standing(
        true,
        existence == null ? Existence.EXISTS : (Existence) existence,
        status,
        closeDate == null ? null : calendar.periodOf(closeDate),
        scopes.apply(values),
        (Long) values.of(DealField.AMOUNT),
        (String) values.of(DealField.CURRENCY));
  }

  private void step(Standing before, Standing after, long day) {
    Set<Scope> concerned = new HashSet<>(before.scopes());
    concerned.addAll(after.scopes());
    Set<FiscalPeriod> periods = new HashSet<>();
    if (before.period() != null) {
      periods.add(before.period());
    }
    if (after.period() != null) {
      periods.add(after.period());
    }
    for (Scope scope : concerned) {
      for (FiscalPeriod period : periods) {
        step(scope, period, before, after, day);
      }
    }
  }

  private void step(Scope scope, FiscalPeriod period, Standing before, Standing after, long day) {
    boolean was = before.isIn(scope, period);
    boolean is = after.isIn(scope, period);
    long old = amount(before, day);
    long now = amount(after, day);
    if (was && is) {
      change(scope, period, now - old, day);
    } else if (was) {
      note(scope, period, whyLeft(period, after), -old, day);
    } else if (is) {
      String why = whyEntered(period, before);
      if (why.equals("transferredIn")) {
        note(scope, period, why, old, day);
        change(scope, period, now - old, day);
      } else {
        note(scope, period, why, now, day);
      }
    }
  }

  private void change(Scope scope, FiscalPeriod period, long delta, long day) {
    note(scope, period, delta > 0 ? "increased" : "decreased", delta, day);
  }

  private static String whyLeft(FiscalPeriod period, Standing after) {
    if (after.existence() == Existence.DELETED) {
      return "deleted";
    }
    if (after.existence() == Existence.MERGED) {
      return "merged";
    }
    if (after.status() == DealStatus.WON) {
      return "won";
    }
    if (after.status() == DealStatus.LOST) {
      return "lost";
    }
    if (after.period() == null || after.period().startDay() > period.startDay()) {
      return "pushedOut";
    }
    return after.period().startDay() < period.startDay() ? "pulledOut" : "transferredOut";
  }

  private static String whyEntered(FiscalPeriod period, Standing before) {
    if (!before.known()) {
      return "created";
    }
    if (before.existence() != Existence.EXISTS) {
      return "restored";
    }
    if (before.status() != DealStatus.OPEN) {
      return "reopened";
    }
    if (before.period() == null || before.period().startDay() > period.startDay()) {
      return "pulledIn";
    }
    return before.period().startDay() < period.startDay() ? "pushedIn" : "transferredIn";
  }

  private void rateChanges(Standing standing, long from, long until) {
    if (!standing.counts() || standing.currency() == null) {
      return;
    }
    Set<Long> days = new TreeSet<>();
    for (FxRate rate : rates) {
      if (rate.currency().equals(standing.currency())
          && rate.effectiveFrom() > from
          && rate.effectiveFrom() <= until) {
        days.add(rate.effectiveFrom());
      }
    }
    long last = from;
    for (long day : days) {
      long delta = amount(standing, day) - amount(standing, last);
      for (Scope scope : standing.scopes()) {
        if (standing.period() != null) {
          note(scope, standing.period(), "fxEffect", delta, day);
        }
      }
      last = day;
    }
  }

  private long amount(Standing standing, long day) {
    if (standing.amount() == null) {
      return 0;
    }
    Long converted = converter.convert(standing.amount(), standing.currency(), day);
    return converted == null ? 0 : converted;
  }

  private void note(Scope scope, FiscalPeriod period, String field, long delta, long day) {
    if (delta == 0) {
      return;
    }
    String key = scope.key(period.name());
    scopesByKey.put(key, scope);
    periodsByKey.put(key, period);
    add(sinceStart, key, day < period.startDay() ? "opening" : field, delta);
    if (day > today - 7 && day <= today) {
      add(week, key, field, delta);
    }
  }

  private static void add(
      Map<String, SortedMap<String, Long>> sums, String key, String field, long delta) {
    long signed = OUT.contains(field) ? -delta : delta;
    sums.computeIfAbsent(key, name -> new TreeMap<>()).merge(field, signed, Long::sum);
  }

  /** Whether anything moved that did not cancel out. */
  boolean isZero(String key) {
    return isZero(sinceStart, key) && isZero(week, key);
  }

  private static boolean isZero(Map<String, SortedMap<String, Long>> sums, String key) {
    return sums.getOrDefault(key, new TreeMap<>()).values().stream().allMatch(sum -> sum == 0);
  }

  /** By snapshot key, the scopes in which anything ever moved. */
  Map<String, Scope> scopes() {
    return scopesByKey;
  }

  /** By snapshot key, the periods in which anything ever moved. */
  Map<String, FiscalPeriod> periods() {
    return periodsByKey;
  }

  SortedMap<String, Object> sinceStart(String key) {
    return record(sinceStart.getOrDefault(key, new TreeMap<>()));
  }

  SortedMap<String, Object> week(String key, long openAmount) {
    SortedMap<String, Long> moved = new TreeMap<>(week.getOrDefault(key, new TreeMap<>()));
    long net = 0;
    for (Map.Entry<String, Long> entry : moved.entrySet()) {
      net += OUT.contains(entry.getKey()) ? -entry.getValue() : entry.getValue();
    }
    moved.put("opening", openAmount - net);
    return record(moved);
  }

  private static SortedMap<String, Object> record(SortedMap<String, Long> sums) {
    SortedMap<String, Object> record = new TreeMap<>();
    for (String field : FIELDS) {
      record.put(field, sums.getOrDefault(field, 0L));
    }
    return record;
  }
}
