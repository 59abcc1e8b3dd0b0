package io.pipelinemonitor.alerts.board;

import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which scopes and periods there are, and in which order they are shown. Any thread may use it. */
final class ScopeIndex {
  private static final Comparator<Scope> LARGEST_FIRST =
      Comparator.comparingLong((Scope scope) -> scope.openAmount)
          .reversed()
          .thenComparing(scope -> scope.id);

  private final BoardSettings settings;
  private final Map<String, Entry> entries = new HashMap<>();
  private Instant newest = Instant.EPOCH;

  /** What has to be known of the figures of one scope and period to choose them. */
  private record Entry(
      ScopeType type, String scopeId, String period, LocalDate start, LocalDate end, long open) {}

  /** A period and what it is today. */
  record Period(String name, BoardPeriod role, double elapsed) {}

  /** A scope that is shown, and the keys of its figures. */
  static final class Scope {
    private final ScopeType type;
    private final String id;
    private final List<String> keys = new ArrayList<>();
    private long openAmount;

    private Scope(ScopeType type, String id) {
      this.type = type;
      this.id = id;
    }

    List<String> keys() {
      return keys;
    }
  }

  ScopeIndex(BoardSettings settings) {
    this.settings = settings;
  }

  synchronized void take(LiveChange<PipelineSnapshot> change) {
    PipelineSnapshot snapshot = change.value();
    if (snapshot == null) {
      entries.remove(change.key());
      return;
    }
    if (snapshot.getAsOf().isAfter(newest)) {
      newest = snapshot.getAsOf();
    }
    if (isWanted(snapshot.getScopeType())) {
      entries.put(
          change.key(),
          new Entry(
              snapshot.getScopeType(),
              snapshot.getScopeId(),
              snapshot.getPeriod(),
              snapshot.getPeriodStart(),
              snapshot.getPeriodEnd(),
              snapshot.getOpenAmount()));
    }
  }

  private boolean isWanted(ScopeType type) {
    return settings.scopes().contains(type) || (type == ScopeType.REP && settings.topReps() > 0);
  }

  /** Stream time as far as the figures have come; the epoch: there are none. */
  synchronized Instant newest() {
    return newest;
  }

  /** The periods that are shown, in no order. */
  synchronized List<Period> periods() {
    LocalDate today = today();
    Map<LocalDate, BoardPeriod> roles = roles(today);
    Map<String, Period> periods = new HashMap<>();
    for (Entry entry : entries.values()) {
      BoardPeriod role = roles.get(entry.start);
      if (role != null) {
        periods.putIfAbsent(
            entry.period, new Period(entry.period, role, elapsed(entry.start, entry.end, today)));
      }
    }
    return List.copyOf(periods.values());
  }

  private static double elapsed(LocalDate start, LocalDate end, LocalDate today) {
    double days = end.toEpochDay() - start.toEpochDay();
    double passed = today.toEpochDay() - start.toEpochDay();
    return Math.min(1, Math.max(0, passed / days));
  }

  /** What is shown, most important first. */
  synchronized List<Scope> chosen() {
    Map<LocalDate, BoardPeriod> roles = roles(today());
    Map<ScopeType, Map<String, Scope>> byType = new EnumMap<>(ScopeType.class);
    entries.forEach(
        (key, entry) -> {
          BoardPeriod role = roles.get(entry.start);
          if (role != null) {
            Scope scope =
                byType
                    .computeIfAbsent(entry.type, first -> new HashMap<>())
                    .computeIfAbsent(entry.scopeId, id -> new Scope(entry.type, id));
            scope.keys.add(key);
            if (role == BoardPeriod.CURRENT) {
              scope.openAmount = entry.open;
            }
          }
        });
    List<Scope> chosen = new ArrayList<>();
    for (ScopeType type : settings.scopes()) {
      chosen.addAll(sorted(byType.getOrDefault(type, Map.of()), Long.MAX_VALUE));
    }
    if (!settings.scopes().contains(ScopeType.REP)) {
      chosen.addAll(sorted(byType.getOrDefault(ScopeType.REP, Map.of()), settings.topReps()));
    }
    return chosen;
  }

  private static List<Scope> sorted(Map<String, Scope> scopes, long most) {
    return scopes.values().stream().sorted(LARGEST_FIRST).limit(most).toList();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(newest, settings.zone());
  }

  /** What is shown of the periods, by the day on which they start. */
  private Map<LocalDate, BoardPeriod> roles(LocalDate today) {
    Map<LocalDate, BoardPeriod> roles = new HashMap<>();
    for (Entry entry : entries.values()) {
      if (!entry.start.isAfter(today) && entry.end.isAfter(today)) {
        roles.put(entry.start, BoardPeriod.CURRENT);
        roles.put(entry.end, BoardPeriod.NEXT);
        entries.values().stream()
            .filter(other -> other.end.equals(entry.start))
            .findAny()
            .ifPresent(other -> roles.put(other.start, BoardPeriod.PREVIOUS));
        break;
      }
    }
    roles.values().retainAll(settings.periods());
    return roles;
  }
}
