package io.pipelinemonitor.jobs.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.explanation.Money;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricTest {

  @Test
  void areExplainedByTheMoneyBehindThemOrNotAtAll() {
    Map<Money, Set<String>> explained = new EnumMap<>(Money.class);
    Arrays.stream(Metric.values())
        .filter(metric -> metric.money() != null)
        .forEach(
            metric ->
                explained
                    .computeIfAbsent(metric.money(), money -> new TreeSet<>())
                    .add(metric.publishedName()));
    assertThat(explained)
        .containsOnly(
            Map.entry(
                Money.OPEN,
                Set.of(
                    "openAmount",
                    "coverageFull",
                    "coverageToGo",
                    "pacing.coverageToGo",
                    "pipelineNeeded")),
            Map.entry(Money.BOOKED, Set.of("bookedAmount", "attainment", "pacing.bookedAmount")),
            Map.entry(
                Money.BOOKED_AND_OPEN,
                Set.of(
                    "projectedAmount",
                    "projectedLow",
                    "projectedHigh",
                    "forecastDrift",
                    "forecastDriftWeek",
                    "pacing.projectedAmount")));
  }
}
