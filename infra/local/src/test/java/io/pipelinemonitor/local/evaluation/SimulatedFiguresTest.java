package io.pipelinemonitor.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.local.simulator.OracleView;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.quarters.FiscalQuarters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class SimulatedFiguresTest {

  /** After the last change of the plan, all of which the oracle knows from the beginning. */
  private static final List<Integer> DAYS = List.of(144, 160, 178);

  @Test
  void figuresAreThoseOfTheOracle() {
    Simulation simulation = FiscalQuarters.of(7, Evaluation.CALENDAR, Evaluation.LAST, 2);
    OracleView oracle = new OracleView(Evaluation.CALENDAR, simulation);
    long first = simulation.quarters().get(0).startDay();
    Map<Long, Map<String, Observation>> observed = new HashMap<>();
    DAYS.forEach(day -> observed.put(first + day, new HashMap<>()));
    SimulatedFigures.read(
        simulation,
        Evaluation.POLICY,
        List.of(
            new SimulatedFigures.Reader() {
              @Override
              public void observed(FiscalPeriod period, Observation observation) {
                // What the oracle says of a day's end is known as the next begins.
                long day = Evaluation.CALENDAR.epochDay(observation.asOf() - 1);
                boolean last = observation.asOf() == Evaluation.CALENDAR.startOfDay(day + 1);
                // Of the next period it knows exchange rates that are still to come.
                if (last && period.contains(day) && observed.containsKey(day)) {
                  observed
                      .getOrDefault(day, Map.of())
                      .put(observation.scope().key(period.name()), observation);
                }
              }
            }));
    observed.forEach(
        (day, figures) -> {
          SortedMap<String, SortedMap<String, Object>> expected = oracle.at(day);
          assertThat(figures.keySet()).as("the company and 13 units").hasSize(14);
          figures.forEach(
              (key, figure) ->
                  assertThat(
                          Arrays.asList(
                              figure.openAmount(),
                              figure.bookedAmount(),
                              figure.quota(),
                              figure.value(Metric.COVERAGE_TO_GO)))
                      .as("%s at the end of day %d", key, day - first)
                      .isEqualTo(figures(Objects.requireNonNull(expected.get(key)))));
        });
  }

  private static List<Object> figures(Map<String, Object> published) {
    return Arrays.asList(
        published.get("openAmount"),
        published.get("bookedAmount"),
        published.get("quota"),
        published.get("coverageToGo"));
  }
}
