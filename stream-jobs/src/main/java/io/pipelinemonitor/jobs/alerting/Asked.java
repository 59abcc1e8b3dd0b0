package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.incident.Command;
import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import org.jspecify.annotations.Nullable;

/** What a command on {@code monitor.commands} is about. */
sealed interface Asked {

  /** One incident, of that scope and period. */
  record OfIncident(Scope scope, FiscalPeriod period, Command command) implements Asked {

    /** The key of the figures by which the incident is kept. */
    String figuresKey() {
      return scope.key(period.name());
    }
  }

  /** Whatever a matcher covers. */
  record OfSilence(Silence silence) implements Asked {

    /** The matcher as text: what a later silence takes the place of. */
    String matcherKey() {
      Silence.Matcher matcher = silence.matcher();
      return text(matcher.ruleId())
          + '|'
          + text(matcher.scopeType())
          + ':'
          + text(matcher.scopeId());
    }

    private static String text(@Nullable Object part) {
      return part == null ? "*" : part.toString();
    }
  }
}
