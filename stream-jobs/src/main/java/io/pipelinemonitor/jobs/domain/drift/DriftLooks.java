package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The looks at the midnights of one scope and period: all that rules of any lines need to judge its
 * drift. The first one locked the projection.
 *
 * @param looks by time; empty: there is not enough history to say anything
 */
public record DriftLooks(List<DriftLook> looks) {

  /** Nothing is known. */
  public static final DriftLooks NONE = new DriftLooks(List.of());

  /** When a look counts does not depend on any line. */
  private static final DriftDetector ANY_RULE =
      new DriftDetector(DriftPolicy.daily(DriftPolicy.EVERYTHING));

  public DriftLooks {
    looks = List.copyOf(looks);
  }

  /**
   * Takes a look at each midnight of the period.
   *
   * @param through the latest epoch day that has begun
   */
  public static DriftLooks of(
      EarlierPeriods earlier, Midnights midnights, long through, FiscalCalendar calendar) {
    FiscalPeriod period = earlier.period();
    long last = Math.min(through, period.endDay());
    if (last < period.startDay()) {
      return NONE;
    }
    List<DriftLook> looks = new ArrayList<>();
    DriftState before = null;
    for (Map.Entry<Long, Midnights.Standing> midnight :
        midnights.byDay().subMap(period.startDay(), true, last, true).entrySet()) {
      DriftState state =
          ANY_RULE.observe(before, earlier, midnight.getKey(), midnight.getValue().projected());
      if (!state.equals(before)) {
        Usual sinceLocked = earlier.between(state.lockedDay(), state.day());
        if (!sinceLocked.isEnough()) {
          return NONE;
        }
        looks.add(look(before, state, sinceLocked, earlier, calendar));
      }
      before = state;
    }
    return new DriftLooks(looks);
  }

  private static DriftLook look(
      @Nullable DriftState before,
      DriftState state,
      Usual sinceLocked,
      EarlierPeriods earlier,
      FiscalCalendar calendar) {
    return new DriftLook(
        state.day(),
        calendar.startOfDay(state.day()),
        state.projected(),
        DriftDetector.baseline(state, sinceLocked),
        DriftDetector.sigma(state, sinceLocked),
        before == null
            ? 0
            : DriftDetector.innovation(
                before,
                earlier.between(before.day(), state.day()),
                earlier.period(),
                state.day(),
                state.projected()));
  }

  /** Those that were taken up to that moment. */
  public DriftLooks upTo(long at) {
    int count = 0;
    while (count < looks.size() && looks.get(count).at() <= at) {
      count++;
    }
    return count == looks.size() ? this : new DriftLooks(looks.subList(0, count));
  }

  /** When the next one is taken after that moment; {@link Watch#NEVER} if none is known. */
  public long nextAfter(long at) {
    for (DriftLook look : looks) {
      if (look.at() > at) {
        return look.at();
      }
    }
    return Watch.NEVER;
  }

  /** The moment at which that day began, of a day at which a look was taken. */
  public long momentOf(long day) {
    for (DriftLook look : looks) {
      if (look.day() == day) {
        return look.at();
      }
    }
    throw new IllegalArgumentException("no look was taken at the beginning of day " + day);
  }
}
