package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rules of a roster that hold the same value against their lines, with these lines in order: so
 * the value is read once, and those that it has passed are found without a look at the others.
 */
final class Gauge {

  private final int number;
  private final AlertRule any;
  private final List<Seat> seats = new ArrayList<>();
  private Lines below = Lines.NONE;
  private Lines above = Lines.NONE;
  private boolean sorted;

  /**
   * @param number of its own among those of a scope
   * @param any one of the rules
   */
  Gauge(int number, AlertRule any) {
    this.number = number;
    this.any = any;
  }

  /** Before it is first read. Rules whose lines are looked at for every value are not added. */
  void add(Seat seat) {
    seats.add(seat);
  }

  /** Once somebody asks: of periods in which no rule opens incidents yet, nobody does. */
  private void sort() {
    below = Lines.of(seats, Direction.BELOW);
    above = Lines.of(seats, Direction.ABOVE);
    sorted = true;
  }

  int number() {
    return number;
  }

  /** The value for all of its rules, whatever the size of the scope. */
  Reading read(Evidence evidence, long at) {
    return any.value(evidence, at);
  }

  /** Names the rules of which some level is in breach. */
  void inBreach(Reading reading, Consumer<Seat> taker) {
    Double value = reading.value();
    if (value != null) {
      if (!sorted) {
        sort();
      }
      below.passedBy(value, taker);
      above.passedBy(value, taker);
    }
  }

  /**
   * The lines of one direction, in the order in which a value passes them that gets worse.
   *
   * @param fires of each rule the line that is passed first
   * @param seats the rules of these lines
   */
  private record Lines(Direction direction, double[] fires, Seat[] seats) {

    static final Lines NONE = new Lines(Direction.BELOW, new double[0], new Seat[0]);

    static Lines of(List<Seat> all, Direction direction) {
      Comparator<Seat> byLine = Comparator.comparingDouble(Lines::firstLine);
      Seat[] seats =
          all.stream()
              .filter(seat -> seat.rule().side() == direction)
              .sorted(direction == Direction.BELOW ? byLine.reversed() : byLine)
              .toArray(Seat[]::new);
      double[] fires = new double[seats.length];
      for (int i = 0; i < fires.length; i++) {
        fires[i] = firstLine(seats[i]);
      }
      return new Lines(direction, fires, seats);
    }

    private static double firstLine(Seat seat) {
      Direction direction = seat.rule().side();
      double first = seat.rule().mildest().fire();
      for (RuleLevel level : seat.rule().levels()) {
        first = direction.isBetter(level.fire(), first) ? level.fire() : first;
      }
      return first;
    }

    void passedBy(double value, Consumer<Seat> taker) {
      int from = 0;
      int to = fires.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (direction.isWorse(value, fires[middle])) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      for (int i = 0; i < from; i++) {
        taker.accept(seats[i]);
      }
    }
  }
}
