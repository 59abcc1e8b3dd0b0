package io.pipelinemonitor.jobs.domain.rules;

import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryTest {

  private static final FiscalCalendar BERLIN =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("Europe/Berlin"));
  private static final Metric METRIC = Metric.PROJECTED_AMOUNT;
  private static final Lookback WEEK = new Lookback(Lookback.Unit.DAY, 7);
  private static final Lookback FIVE_HOURS = new Lookback(Lookback.Unit.HOUR, 5);
  private static final AlertRule OVER_A_WEEK = rule("week").below(METRIC).changeOverDays(7).build();
  private static final AlertRule OVER_FIVE_HOURS =
      rule("hours").below(METRIC).changeOverHours(5).build();
  private static final List<AlertRule> RULES = List.of(OVER_A_WEEK, OVER_FIVE_HOURS);

  private History history = History.EMPTY;

  private HistoryTest noted(String time, @Nullable Double value) {
    return noted(time, value, RULES);
  }

  private HistoryTest noted(String time, @Nullable Double value, List<AlertRule> rules) {
    Observations figures = figures(Scope.COMPANY);
    if (value != null) {
      figures.with(METRIC, value);
    }
    history = history.after(figures.build(), rules, micros(time), BERLIN);
    return this;
  }

  private @Nullable Double baseline(Lookback over, String time) {
    Baseline baseline = history.baseline(METRIC, over, micros(time), BERLIN);
    return baseline == null ? null : baseline.value();
  }

  private static long micros(String time) {
    return Instant.parse(time).toEpochMilli() * 1_000;
  }

  @Test
  void comparesWithTheLocalMidnightSoManyDaysBefore() {
    noted("2026-01-05T10:00:00Z", 100.0).noted("2026-01-06T22:59:59Z", 90.0);
    noted("2026-01-06T23:00:00Z", 80.0).noted("2026-01-06T23:00:01Z", 70.0);
    assertThat(baseline(WEEK, "2026-01-12T22:59:59Z")).as("nothing was known on the 5th").isNull();
    assertThat(baseline(WEEK, "2026-01-12T23:00:00Z")).as("the 6th, 0:00").isEqualTo(100);
    assertThat(baseline(WEEK, "2026-01-13T23:00:00Z")).as("the 7th, 0:00").isEqualTo(80);
    assertThat(baseline(WEEK, "2026-01-14T23:00:00Z")).as("the 8th, 0:00").isEqualTo(70);
    assertThat(history.baseline(METRIC, WEEK, micros("2026-01-14T10:00:00Z"), BERLIN))
        .isEqualTo(new Baseline(80, micros("2026-01-06T23:00:00Z")));
  }

  @Test
  void comparesWithTheFullHourSoManyHoursBefore() {
    noted("2026-01-05T10:20:00Z", 100.0).noted("2026-01-05T11:20:00Z", 90.0);
    assertThat(baseline(FIVE_HOURS, "2026-01-05T15:59:59Z")).isNull();
    assertThat(baseline(FIVE_HOURS, "2026-01-05T16:00:00Z")).isEqualTo(100);
    assertThat(baseline(FIVE_HOURS, "2026-01-05T16:59:59Z")).isEqualTo(100);
    assertThat(baseline(FIVE_HOURS, "2026-01-05T17:00:00Z")).isEqualTo(90);
  }

  @Test
  void countsDaysAcrossTheChangeOfTheClocks() {
    noted("2026-03-27T10:00:00Z", 100.0).noted("2026-03-28T10:00:00Z", 90.0);
    assertThat(baseline(WEEK, "2026-04-03T21:59:59Z")).isNull();
    assertThat(baseline(WEEK, "2026-04-03T22:00:00Z")).as("the 28th, 0:00").isEqualTo(100);
    assertThat(history.changesAfter(METRIC, WEEK, micros("2026-04-03T22:00:00Z"), BERLIN))
        .isEqualTo(micros("2026-04-04T22:00:00Z"));
  }

  @Test
  void keepsThatThereWasNoValue() {
    noted("2026-01-05T10:00:00Z", 100.0).noted("2026-01-07T10:00:00Z", null);
    noted("2026-01-09T10:00:00Z", 90.0);
    assertThat(baseline(WEEK, "2026-01-14T10:00:00Z")).isEqualTo(100);
    assertThat(baseline(WEEK, "2026-01-15T10:00:00Z")).isNull();
    assertThat(baseline(WEEK, "2026-01-17T10:00:00Z")).isEqualTo(90);
  }

  @Test
  void saysWhenTheBaselineChangesNext() {
    noted("2026-01-05T10:00:00Z", 100.0).noted("2026-01-07T10:00:00Z", 100.0);
    noted("2026-01-08T10:00:00Z", 90.0);
    assertThat(history.changesAfter(METRIC, WEEK, micros("2026-01-08T10:00:00Z"), BERLIN))
        .isEqualTo(micros("2026-01-12T23:00:00Z"));
    assertThat(history.changesAfter(METRIC, WEEK, micros("2026-01-12T23:00:00Z"), BERLIN))
        .isEqualTo(micros("2026-01-15T23:00:00Z"));
    assertThat(history.changesAfter(METRIC, WEEK, micros("2026-01-15T23:00:00Z"), BERLIN))
        .isEqualTo(Watch.NEVER);
    assertThat(history.changesAfter(Metric.WIN_RATE, WEEK, 0, BERLIN)).isEqualTo(Watch.NEVER);
  }

  @Test
  void keepsNothingThatNoRuleLooksBackOn() {
    noted("2026-01-05T10:00:00Z", 100.0);
    assertThat(history.trails()).hasSize(2);
    noted("2026-01-06T10:00:00Z", 100.0, List.of(OVER_A_WEEK, rule("plain").build()));
    assertThat(history.trails()).containsOnlyKeys(new History.Track(METRIC, Lookback.Unit.DAY));
    noted("2026-01-07T10:00:00Z", 100.0, List.of(rule("plain").build()));
    assertThat(history).isEqualTo(History.EMPTY);
  }

  @Test
  void knowsNothingOfTheTimeBeforeARuleWasThere() {
    noted("2026-01-05T10:00:00Z", 100.0, List.of());
    noted("2026-01-08T10:00:00Z", 100.0);
    assertThat(baseline(WEEK, "2026-01-15T10:00:00Z")).isNull();
    assertThat(baseline(WEEK, "2026-01-16T10:00:00Z")).isEqualTo(100);
  }

  @Test
  void goesOnWhenMidnightMovesBack() {
    noted("2026-01-05T23:30:00Z", 100.0);
    FiscalCalendar newYork =
        new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("America/New_York"));
    history =
        history.after(
            figures(Scope.COMPANY).with(METRIC, 90).build(),
            RULES,
            micros("2026-01-05T23:40:00Z"),
            newYork);
    assertThat(history.baseline(METRIC, WEEK, micros("2026-01-14T12:00:00Z"), newYork))
        .extracting(Baseline::value)
        .isEqualTo(90.0);
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsWhatACompleteRecordWouldAndKeepsNoMoreThanItMay(int seed) {
    Random random = new Random(seed);
    TreeMap<Long, Double> all = new TreeMap<>();
    long at = micros("2026-03-20T00:00:00Z");
    for (int i = 0; i < 300; i++) {
      // Round moments are the ones that matter.
      at += random.nextInt(4) == 0 ? hours(random.nextInt(30)) : random.nextInt(1_000_000_000);
      double value = random.nextInt(4);
      all.put(at, value);
      history =
          history.after(figures(Scope.COMPANY).with(METRIC, value).build(), RULES, at, BERLIN);
      long now = at + hours(random.nextInt(10));
      for (Lookback over : List.of(WEEK, FIVE_HOURS)) {
        long then = over.unit().startOf(over.unit().numberAt(now, BERLIN) - over.length(), BERLIN);
        Map.Entry<Long, Double> expected = all.floorEntry(then);
        assertThat(history.baseline(METRIC, over, now, BERLIN))
            .isEqualTo(expected == null ? null : new Baseline(expected.getValue(), then));
        assertThat(trail(over).size()).isLessThanOrEqualTo(over.length() + 2);
      }
    }
  }

  private Trail trail(Lookback over) {
    return Objects.requireNonNull(history.trails().get(new History.Track(METRIC, over.unit())));
  }

  private static long hours(int hours) {
    return hours * 3_600_000_000L;
  }
}
