package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.incident.Attention;
import io.pipelinemonitor.jobs.domain.incident.CaseFile;
import io.pipelinemonitor.jobs.domain.incident.Command;
import io.pipelinemonitor.jobs.domain.incident.Incident;
import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.LevelState;
import io.pipelinemonitor.jobs.domain.incident.Standing;
import io.pipelinemonitor.jobs.domain.incident.Tally;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Pace;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.rules.Trail;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Version 4: scope and period, then the figures that hold, the time decided to, the figures to
 * come, the time of withdrawal, what is kept of each rule, the commands to come, and what figures
 * were before. Words go by name, metrics by place.
 *
 * <p>Up to version 3 nothing was known of single deals. Up to version 2 there were no paces, no
 * stage and nothing of what was before; metrics went by name. Version 1 had of each rule the
 * incident alone, without what was told and said of it, and no commands.
 */
public final class CaseFileCodec implements Codec<CaseFile> {

  private static final long serialVersionUID = 1L;

  private static final Metric[] METRICS = Metric.values();
  private static final Comparator<History.Track> TRACKS =
      Comparator.comparing(History.Track::metric).thenComparing(History.Track::unit);

  @Override
  public Class<CaseFile> type() {
    return CaseFile.class;
  }

  @Override
  public int version() {
    return 4;
  }

  /** All but the figures to come is immutable, or never changed. */
  @Override
  public CaseFile copy(CaseFile file) {
    return new CaseFile(
        file.scope(),
        file.period(),
        file.last(),
        file.decidedTo(),
        new TreeMap<>(file.toCome()),
        file.goneAt(),
        file.standings(),
        file.commands(),
        file.history());
  }

  @Override
  public void write(CaseFile file, DataOutputView out) throws IOException {
    StringValue.writeString(file.scope().key(), out);
    StringValue.writeString(file.period().name(), out);
    VariableLength.writeSigned(file.period().index(), out);
    VariableLength.writeSigned(file.period().startDay(), out);
    VariableLength.writeSigned(file.period().endDay(), out);
    out.writeBoolean(file.last() != null);
    if (file.last() != null) {
      writeObservation(file.last(), out);
    }
    out.writeLong(file.decidedTo());
    VariableLength.write(file.toCome().size(), out);
    for (Observation observation : file.toCome().values()) {
      writeObservation(observation, out);
    }
    Nullables.writeLong(file.goneAt(), out);
    VariableLength.write(file.standings().size(), out);
    for (Map.Entry<String, Standing> entry : new TreeMap<>(file.standings()).entrySet()) {
      StringValue.writeString(entry.getKey(), out);
      writeStanding(entry.getValue(), out);
    }
    VariableLength.write(file.commands().size(), out);
    for (Command.Timed command : file.commands()) {
      writeCommand(command, out);
    }
    writeHistory(file.history(), out);
  }

  @Override
  public CaseFile read(DataInputView in, int version) throws IOException {
    Scope scope = Scope.ofKey(StringValue.readString(in));
    FiscalPeriod period =
        new FiscalPeriod(
            StringValue.readString(in),
            (int) VariableLength.readSigned(in),
            VariableLength.readSigned(in),
            VariableLength.readSigned(in));
    Observation last = in.readBoolean() ? readObservation(scope, period, in, version) : null;
    long decidedTo = in.readLong();
    NavigableMap<Long, Observation> toCome = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      Observation observation = readObservation(scope, period, in, version);
      toCome.put(observation.asOf(), observation);
    }
    Long goneAt = Nullables.readLong(in);
    Map<String, Standing> standings = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      standings.put(
          StringValue.readString(in),
          version == 1 ? new Standing(readIncident(in, version), Tally.NONE) : readStanding(in));
    }
    List<Command.Timed> commands = new ArrayList<>();
    for (int left = version == 1 ? 0 : VariableLength.read(in); left > 0; left--) {
      commands.add(readCommand(in));
    }
    History history = version < 3 ? History.EMPTY : readHistory(in);
    return new CaseFile(
        scope, period, last, decidedTo, toCome, goneAt, standings, List.copyOf(commands), history);
  }

  private static void writeObservation(Observation observation, DataOutputView out)
      throws IOException {
    out.writeLong(observation.asOf());
    Nullables.writeText(observation.scopeName(), out);
    VariableLength.write(observation.scopePath().size(), out);
    for (String unit : observation.scopePath()) {
      StringValue.writeString(unit, out);
    }
    Nullables.writeText(observation.ownerId(), out);
    out.writeDouble(observation.periodElapsed());
    StringValue.writeString(observation.currency(), out);
    VariableLength.writeSigned(observation.openAmount(), out);
    VariableLength.writeSigned(observation.bookedAmount(), out);
    Nullables.writeLong(observation.quota(), out);
    out.writeBoolean(observation.attained());
    Nullables.writeText(observation.slowestStage(), out);
    VariableLength.write(observation.values().size(), out);
    for (Map.Entry<Metric, Double> value : observation.values().entrySet()) {
      VariableLength.write(value.getKey().ordinal(), out);
      out.writeDouble(value.getValue());
    }
    VariableLength.write(observation.paces().size(), out);
    for (Map.Entry<Metric, Pace> pace : new TreeMap<>(observation.paces()).entrySet()) {
      VariableLength.write(pace.getKey().ordinal(), out);
      out.writeDouble(pace.getValue().median());
      VariableLength.write(pace.getValue().periods(), out);
    }
    out.writeBoolean(observation.deal() != null);
    if (observation.deal() != null) {
      WatchedDealFields.write(observation.deal(), out);
    }
  }

  private static Observation readObservation(
      Scope scope, FiscalPeriod period, DataInputView in, int version) throws IOException {
    long asOf = in.readLong();
    String scopeName = Nullables.readText(in);
    List<String> scopePath = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      scopePath.add(StringValue.readString(in));
    }
    String ownerId = Nullables.readText(in);
    double periodElapsed = in.readDouble();
    String currency = StringValue.readString(in);
    long openAmount = VariableLength.readSigned(in);
    long bookedAmount = VariableLength.readSigned(in);
    Long quota = Nullables.readLong(in);
    boolean attained = in.readBoolean();
    String slowestStage = version < 3 ? null : Nullables.readText(in);
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      Metric metric = version < 3 ? Metric.named(StringValue.readString(in)) : readMetric(in);
      double value = in.readDouble();
      if (metric != null) {
        values.put(metric, value);
      }
    }
    return new Observation(
        scope,
        period.name(),
        asOf,
        scopeName,
        scopePath,
        ownerId,
        periodElapsed,
        currency,
        openAmount,
        bookedAmount,
        quota,
        attained,
        slowestStage,
        values,
        version < 3 ? Map.of() : readPaces(in),
        version >= 4 && in.readBoolean() ? WatchedDealFields.read(in) : null);
  }

  private static Map<Metric, Pace> readPaces(DataInputView in) throws IOException {
    Map<Metric, Pace> paces = new EnumMap<>(Metric.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      paces.put(readMetric(in), new Pace(in.readDouble(), VariableLength.read(in)));
    }
    return paces;
  }

  private static Metric readMetric(DataInputView in) throws IOException {
    return METRICS[VariableLength.read(in)];
  }

  private static void writeHistory(History history, DataOutputView out) throws IOException {
    VariableLength.write(history.trails().size(), out);
    List<Map.Entry<History.Track, Trail>> trails = new ArrayList<>(history.trails().entrySet());
    trails.sort(Map.Entry.comparingByKey(TRACKS));
    for (Map.Entry<History.Track, Trail> entry : trails) {
      VariableLength.write(entry.getKey().metric().ordinal(), out);
      StringValue.writeString(entry.getKey().unit().name(), out);
      Trail trail = entry.getValue();
      VariableLength.write(trail.size(), out);
      for (int place = 0; place < trail.size(); place++) {
        VariableLength.writeSigned(trail.number(place), out);
        writeNumber(trail.value(place), out);
      }
    }
  }

  private static History readHistory(DataInputView in) throws IOException {
    Map<History.Track, Trail> trails = new HashMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      History.Track track =
          new History.Track(readMetric(in), Lookback.Unit.valueOf(StringValue.readString(in)));
      Trail trail = Trail.EMPTY;
      for (int changes = VariableLength.read(in); changes > 0; changes--) {
        trail = trail.with(VariableLength.readSigned(in), readNumber(in));
      }
      trails.put(track, trail);
    }
    return new History(trails);
  }

  private static void writeStanding(Standing standing, DataOutputView out) throws IOException {
    out.writeBoolean(standing.incident() != null);
    if (standing.incident() != null) {
      writeIncident(standing.incident(), out);
    }
    Tally tally = standing.tally();
    VariableLength.write(tally.observations(), out);
    VariableLength.write(tally.breaches().size(), out);
    for (Map.Entry<Severity, Long> breaches : new TreeMap<>(tally.breaches()).entrySet()) {
      StringValue.writeString(breaches.getKey().name(), out);
      out.writeLong(breaches.getValue());
    }
    Nullables.writeText(tally.heldTo() == null ? null : tally.heldTo().name(), out);
  }

  private static Standing readStanding(DataInputView in) throws IOException {
    Incident incident = in.readBoolean() ? readIncident(in, 2) : null;
    int observations = VariableLength.read(in);
    Map<Severity, Long> breaches = new EnumMap<>(Severity.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      breaches.put(Severity.valueOf(StringValue.readString(in)), in.readLong());
    }
    String heldTo = Nullables.readText(in);
    return new Standing(
        incident,
        new Tally(observations, breaches, heldTo == null ? null : Severity.valueOf(heldTo)));
  }

  private static void writeCommand(Command.Timed timed, DataOutputView out) throws IOException {
    Command command = timed.command();
    StringValue.writeString(command.commandId(), out);
    StringValue.writeString(command.incidentId(), out);
    StringValue.writeString(command.kind().name(), out);
    StringValue.writeString(command.issuedBy(), out);
    Nullables.writeLong(command.until(), out);
    Nullables.writeText(command.comment(), out);
    out.writeLong(timed.at());
  }

  private static Command.Timed readCommand(DataInputView in) throws IOException {
    Command command =
        new Command(
            StringValue.readString(in),
            StringValue.readString(in),
            Command.Kind.valueOf(StringValue.readString(in)),
            StringValue.readString(in),
            Nullables.readLong(in),
            Nullables.readText(in));
    return new Command.Timed(command, in.readLong());
  }

  private static void writeAttention(Attention attention, DataOutputView out) throws IOException {
    out.writeBoolean(attention.acknowledged());
    Nullables.writeLong(attention.snoozedUntil(), out);
    Nullables.writeLong(attention.toldAt(), out);
    writeNumber(attention.valueTold(), out);
    out.writeBoolean(attention.silenced());
    VariableLength.write(attention.turns().size(), out);
    for (long turn : attention.turns()) {
      out.writeLong(turn);
    }
    out.writeBoolean(attention.flapping());
    out.writeBoolean(attention.stale());
    Nullables.writeText(attention.commandId(), out);
  }

  private static Attention readAttention(DataInputView in) throws IOException {
    boolean acknowledged = in.readBoolean();
    Long snoozedUntil = Nullables.readLong(in);
    Long toldAt = Nullables.readLong(in);
    Double valueTold = readNumber(in);
    boolean silenced = in.readBoolean();
    List<Long> turns = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      turns.add(in.readLong());
    }
    return new Attention(
        acknowledged,
        snoozedUntil,
        toldAt,
        valueTold,
        silenced,
        turns,
        in.readBoolean(),
        in.readBoolean(),
        Nullables.readText(in));
  }

  private static void writeNumber(@Nullable Double number, DataOutputView out) throws IOException {
    out.writeBoolean(number != null);
    if (number != null) {
      out.writeDouble(number);
    }
  }

  private static @Nullable Double readNumber(DataInputView in) throws IOException {
    return in.readBoolean() ? (Double) in.readDouble() : null;
  }

  private static void writeIncident(Incident incident, DataOutputView out) throws IOException {
    StringValue.writeString(incident.incidentId(), out);
    StringValue.writeString(incident.state().name(), out);
    VariableLength.writeSigned(incident.sequence(), out);
    StringValue.writeString(incident.severity().name(), out);
    VariableLength.write(incident.levels().size(), out);
    for (LevelState level : incident.levels()) {
      StringValue.writeString(level.severity().name(), out);
      out.writeBoolean(level.latched());
      Nullables.writeLong(level.breachSince(), out);
    }
    out.writeLong(incident.activeAt());
    Nullables.writeLong(incident.firedAt(), out);
    Nullables.writeLong(incident.recoveringSince(), out);
    Nullables.writeLong(incident.resolvedAt(), out);
    VariableLength.write(incident.flapCount(), out);
    VariableLength.write(incident.reopenCount(), out);
    writeNumber(incident.valueBefore(), out);
    writeAttention(incident.attention(), out);
  }

  private static Incident readIncident(DataInputView in, int version) throws IOException {
    String incidentId = StringValue.readString(in);
    IncidentState state = IncidentState.valueOf(StringValue.readString(in));
    long sequence = VariableLength.readSigned(in);
    Severity severity = Severity.valueOf(StringValue.readString(in));
    List<LevelState> levels = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      levels.add(
          new LevelState(
              Severity.valueOf(StringValue.readString(in)),
              in.readBoolean(),
              Nullables.readLong(in)));
    }
    return new Incident(
        incidentId,
        state,
        sequence,
        severity,
        List.copyOf(levels),
        in.readLong(),
        Nullables.readLong(in),
        Nullables.readLong(in),
        Nullables.readLong(in),
        VariableLength.read(in),
        VariableLength.read(in),
        readNumber(in),
        version == 1 ? Attention.NONE : readAttention(in));
  }
}
