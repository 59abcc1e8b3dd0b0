package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one scope and period. Times are stream time in microseconds.
 *
 * <p>After an outage thousands of figures come before their time, so these are not copied at every
 * step: they are handed on from a file to the one that follows it, and change with that.
 *
 * @param scope whose figures are watched
 * @param period of which period
 * @param last the figures that hold; null before the first were judged
 * @param decidedTo everything up to then has been decided
 * @param toCome figures that came before their time, by their asOf
 * @param goneAt when the scope was withdrawn; null: it was not, or that has been decided
 * @param standings what is kept of each rule, by its identity; without those of nothing
 * @param commands what people ask, by time, to be done when their time has come
 * @param history what figures were before, for the rules that look back
 */
public record CaseFile(
    Scope scope,
    FiscalPeriod period,
    @Nullable Observation last,
    long decidedTo,
    NavigableMap<Long, Observation> toCome,
    @Nullable Long goneAt,
    Map<String, Standing> standings,
    List<Command.Timed> commands,
    History history) {

  /**
   * What is left to do and to tell after a decision.
   *
   * @param file what to keep; null: nothing
   * @param events what to tell, in order of time
   * @param answers what became of the commands whose time has come
   * @param wakeAt when to decide again, microseconds; without meaning if there is no file
   */
  public record Outcome(
      @Nullable CaseFile file,
      List<IncidentEvent> events,
      List<Command.Answer> answers,
      long wakeAt) {}
}
