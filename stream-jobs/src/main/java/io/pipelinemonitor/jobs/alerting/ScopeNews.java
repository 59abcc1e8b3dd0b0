package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.topic.Topics;
import org.jspecify.annotations.Nullable;

/**
 * What is new of a scope and period: its figures, what one deal did to them, what midnights say of
 * their drift, a command, or that something came from a source; or how a deal stands in the period
 * in which it counts.
 *
 * @param key the scope and period, as the figures are keyed
 * @param snapshot the figures; null if it is none
 * @param command what somebody asks of an incident; null if it is none
 * @param move what a deal did; null if it is none
 * @param looks every look at its drift so far; null if it is none
 * @param source when a source was heard; null if the scope is none
 * @param deal how a single deal stands, where that is what rules judge; null if it is none
 */
public record ScopeNews(
    String key,
    @Nullable RawRecord snapshot,
    @Nullable RawRecord command,
    @Nullable ScopeMove move,
    @Nullable DriftLooks looks,
    @Nullable SourceNews source,
    @Nullable Observation deal) {

  /** Figures or a command, under the key of their scope and period. */
  static ScopeNews of(RawRecord record) {
    return record.topic().equals(Topics.COMMANDS.name())
        ? new ScopeNews(record.keyText(), null, record, null, null, null, null)
        : new ScopeNews(record.keyText(), record, null, null, null, null, null);
  }

  static ScopeNews of(ScopeMove move) {
    return new ScopeNews(move.key(), null, null, move, null, null, null);
  }

  static ScopeNews of(String key, DriftLooks looks) {
    return new ScopeNews(key, null, null, null, looks, null, null);
  }

  static ScopeNews of(SourceNews source) {
    Scope scope = new Scope(ScopeType.SOURCE, source.source());
    return new ScopeNews(scope.key(source.period()), null, null, null, null, source, null);
  }

  static ScopeNews of(Observation deal) {
    return new ScopeNews(deal.scope().key(deal.period()), null, null, null, null, null, deal);
  }
}
