package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.learning.DealFile;
import io.pipelinemonitor.jobs.domain.learning.DealMove;
import io.pipelinemonitor.jobs.domain.learning.DealNews;
import io.pipelinemonitor.jobs.domain.learning.DealPresent;
import io.pipelinemonitor.jobs.domain.learning.StageEntry;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Version 1: the midnight taught to, the deal if it is known, its movements, the news that waits.
 * Words go by name.
 */
public final class DealFileCodec implements Codec<DealFile> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<DealFile> type() {
    return DealFile.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public DealFile copy(DealFile file) {
    return file.copy();
  }

  @Override
  public void write(DealFile file, DataOutputView out) throws IOException {
    out.writeLong(file.taughtAt());
    writePresent(file.deal(), out);
    VariableLength.write(file.moves().size(), out);
    for (Map.Entry<String, DealMove> entry : file.moves().entrySet()) {
      StringValue.writeString(entry.getKey(), out);
      writeMove(entry.getValue(), out);
    }
    VariableLength.write(file.news().size(), out);
    for (DealNews news : file.news()) {
      out.writeLong(news.midnight());
      writePresent(news.deal(), out);
      Nullables.writeText(news.changeId(), out);
      out.writeBoolean(news.move() != null);
      if (news.move() != null) {
        writeMove(news.move(), out);
      }
    }
  }

  @Override
  public DealFile read(DataInputView in, int version) throws IOException {
    long taughtAt = in.readLong();
    DealPresent deal = readPresent(in);
    Map<String, DealMove> moves = new TreeMap<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      moves.put(StringValue.readString(in), readMove(in));
    }
    List<DealNews> news = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      news.add(
          new DealNews(
              in.readLong(),
              readPresent(in),
              Nullables.readText(in),
              in.readBoolean() ? readMove(in) : null));
    }
    return new DealFile(deal, moves, news, taughtAt);
  }

  private static void writePresent(@Nullable DealPresent deal, DataOutputView out)
      throws IOException {
    out.writeBoolean(deal != null);
    if (deal == null) {
      return;
    }
    out.writeLong(deal.createdAt());
    out.writeLong(deal.lastEventAt());
    out.writeBoolean(deal.exists());
    StringValue.writeString(deal.status().name(), out);
    Nullables.writeLong(deal.closedAt(), out);
    VariableLength.writeSigned(deal.period(), out);
    VariableLength.writeSigned(deal.amount(), out);
    Nullables.writeText(deal.scopes().ownerId(), out);
    Nullables.writeText(deal.scopes().segment(), out);
    Nullables.writeText(deal.scopes().product(), out);
    Nullables.writeText(deal.scopes().territoryId(), out);
    Nullables.writeText(deal.scopes().pipelineId(), out);
    VariableLength.write(deal.stages().size(), out);
    for (StageEntry stay : deal.stages()) {
      StringValue.writeString(stay.stageId(), out);
      out.writeLong(stay.enteredAt());
      Nullables.writeLong(stay.leftAt(), out);
    }
  }

  private static @Nullable DealPresent readPresent(DataInputView in) throws IOException {
    return in.readBoolean()
        ? new DealPresent(
            in.readLong(),
            in.readLong(),
            in.readBoolean(),
            DealStatus.valueOf(StringValue.readString(in)),
            Nullables.readLong(in),
            (int) VariableLength.readSigned(in),
            VariableLength.readSigned(in),
            new DealScopes(
                Nullables.readText(in),
                Nullables.readText(in),
                Nullables.readText(in),
                Nullables.readText(in),
                Nullables.readText(in)),
            readStages(in))
        : null;
  }

  private static List<StageEntry> readStages(DataInputView in) throws IOException {
    List<StageEntry> stages = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      stages.add(new StageEntry(StringValue.readString(in), in.readLong(), Nullables.readLong(in)));
    }
    return List.copyOf(stages);
  }

  private static void writeMove(DealMove move, DataOutputView out) throws IOException {
    out.writeLong(move.at());
    StringValue.writeString(move.eventId(), out);
    StringValue.writeString(move.cause().name(), out);
    VariableLength.writeSigned(move.period(), out);
    VariableLength.writeSigned(move.otherPeriod(), out);
    VariableLength.writeSigned(move.before(), out);
    VariableLength.writeSigned(move.after(), out);
  }

  private static DealMove readMove(DataInputView in) throws IOException {
    return new DealMove(
        in.readLong(),
        StringValue.readString(in),
        MovementCause.valueOf(StringValue.readString(in)),
        (int) VariableLength.readSigned(in),
        (int) VariableLength.readSigned(in),
        VariableLength.readSigned(in),
        VariableLength.readSigned(in));
  }
}
