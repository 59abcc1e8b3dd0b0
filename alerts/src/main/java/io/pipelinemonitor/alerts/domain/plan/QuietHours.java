package io.pipelinemonitor.alerts.domain.plan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * The part of each week in which only what is critical is told, in the recipient's own zone.
 *
 * @param from local time at which quiet begins
 * @param to local time at which it ends; before {@code from}: on the next day; the same: there is
 *     no quiet but on quiet days
 * @param quietDays days that are quiet throughout; not all of them
 */
public record QuietHours(LocalTime from, LocalTime to, Set<DayOfWeek> quietDays) {

  private static final int DAYS_OF_WEEK = 7;

  public QuietHours {
    quietDays = Set.copyOf(quietDays);
    if (quietDays.size() == DAYS_OF_WEEK) {
      throw new IllegalArgumentException(
          "all seven days are quiet, so that nothing would ever be told; leave out one");
    }
  }

  /** The first moment from then on that is not quiet: that very moment if it is not. */
  public Instant nextLoud(Instant from, ZoneId zone) {
    ZonedDateTime at = from.atZone(zone);
    while (isQuiet(at)) {
      at = nextChange(at);
    }
    return at.toInstant();
  }

  private boolean isQuiet(ZonedDateTime at) {
    if (quietDays.contains(at.getDayOfWeek())) {
      return true;
    }
    LocalTime time = at.toLocalTime();
    return from.isAfter(to)
        ? !time.isBefore(from) || time.isBefore(to)
        : !time.isBefore(from) && time.isBefore(to);
  }

  /** The end of the quiet hours, or of the day, whichever is first; always later. */
  private ZonedDateTime nextChange(ZonedDateTime at) {
    LocalDate day = at.toLocalDate();
    ZonedDateTime end = day.atTime(to).atZone(at.getZone());
    // An hour that comes twice: the first end may be over, and the second not.
    end = end.isAfter(at) ? end : end.withLaterOffsetAtOverlap();
    ZonedDateTime midnight = day.plusDays(1).atStartOfDay(at.getZone());
    return end.isAfter(at) && end.isBefore(midnight) ? end : midnight;
  }
}
