package io.pipelinemonitor.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What was measured, round by round. */
final class Rounds {

  private final Map<Line, List<Measurement>> measured = new EnumMap<>(Line.class);

  void add(Line line, Measurement measurement) {
    measured.computeIfAbsent(line, key -> new ArrayList<>()).add(measurement);
  }

  /** The lines that were measured, in the order of the ladder. */
  List<Line> lines() {
    return List.copyOf(measured.keySet());
  }

  /** A line's measurements by round; none if it was left out. */
  List<Measurement> of(Line line) {
    return List.copyOf(measured.getOrDefault(line, List.of()));
  }

  /** How a figure of the line was spread over the rounds. */
  Spread spread(Line line, ToDoubleFunction<Measurement> figure) {
    return Spread.of(of(line).stream().mapToDouble(figure).toArray());
  }

  /** CPU time an event as a multiple of another line's, within each round. */
  Optional<Spread> cpuRatio(Line line, Line base) {
    return ratio(line, base, Measurement::cpuSecondsPerMillion);
  }

  /** Events a second as a multiple of another line's, within each round. */
  Optional<Spread> speedRatio(Line line, Line base) {
    return ratio(line, base, Measurement::eventsPerSecond);
  }

  private Optional<Spread> ratio(Line line, Line base, ToDoubleFunction<Measurement> figure) {
    List<Measurement> own = of(line);
    List<Measurement> others = of(base);
    if (own.isEmpty() || own.size() != others.size()) {
      return Optional.empty();
    }
    double[] ratios = new double[own.size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          figure.applyAsDouble(own.get(round)) / figure.applyAsDouble(others.get(round));
    }
    return Optional.of(Spread.of(ratios));
  }
}
