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
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Version 2: scope and period, then the figures that hold, the time decided to, the figures to
 * come, the time of withdrawal, what is kept of each rule, and the commands to come. Words go by
 * name; a metric that is no longer known is left out.
 *
 * <p>Version 1 had of each rule the incident alone, without what was told and said of it, and no
 * commands.
 */
public final class CaseFileCodec implements Codec<CaseFile> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<CaseFile> type() {
    return CaseFile.class;
  }

  @Override
  public int version() {
    return 2;
  }

  /** Everything in it is immutable, or never changed. */
  @Override
  public CaseFile copy(CaseFile file) {
    return file;
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
    Observation last = in.readBoolean() ? readObservation(scope, period, in) : null;
    long decidedTo = in.readLong();
    SortedMap<Long, Observation> toCome = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      Observation observation = readObservation(scope, period, in);
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
    return new CaseFile(
        scope, period, last, decidedTo, toCome, goneAt, standings, List.copyOf(commands));
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
    VariableLength.write(observation.values().size(), out);
    for (Map.Entry<Metric, Double> value : new TreeMap<>(observation.values()).entrySet()) {
      StringValue.writeString(value.getKey().publishedName(), out);
      out.writeDouble(value.getValue());
    }
  }

  private static Observation readObservation(Scope scope, FiscalPeriod period, DataInputView in)
      throws IOException {
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
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (int left = VariableLength.read(in); left > 0; left--) {
      Metric metric = Metric.named(StringValue.readString(in));
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
        values);
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
