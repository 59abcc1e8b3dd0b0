package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.activity.ActivityPast;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.runtime.state.Nullables;
import io.pipelinemonitor.jobs.runtime.state.VariableLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The bytes of activities, as part of {@link DealEntryCodec}. Enums go by ordinal: append only. */
final class ActivityFactsCodec {

  private static final ActivityKind[] KINDS = ActivityKind.values();
  private static final ActivityStatus[] STATUSES = ActivityStatus.values();

  private ActivityFactsCodec() {}

  static void write(ActivityFacts facts, DataOutputView out) throws IOException {
    VariableLength.write(facts.entries().size(), out);
    for (ActivityFacts.Entry entry : facts.entries()) {
      Activity activity = entry.activity();
      StringValue.writeString(activity.activityId(), out);
      StringValue.writeString(activity.eventId(), out);
      StringValue.writeString(activity.dealId(), out);
      StringValue.writeString(activity.ownerId(), out);
      out.writeByte(activity.kind().ordinal());
      out.writeByte(activity.status().ordinal());
      out.writeLong(activity.occurredAt());
      Nullables.writeLong(activity.scheduledFor(), out);
      VariableLength.write(activity.contactIds().size(), out);
      for (String contactId : activity.contactIds()) {
        StringValue.writeString(contactId, out);
      }
      out.writeBoolean(activity.automated());
      out.writeLong(entry.keptUntil());
    }
    Nullables.writeLong(facts.past().firstTouch(), out);
    Nullables.writeLong(facts.past().lastTouch(), out);
    Nullables.writeLong(facts.past().contactsUntil(), out);
    Nullables.writeLong(facts.past().meetingUntil(), out);
    out.writeLong(facts.foldedTo());
  }

  static ActivityFacts read(DataInputView in) throws IOException {
    List<ActivityFacts.Entry> entries = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      entries.add(readEntry(in));
    }
    ActivityPast past =
        new ActivityPast(
            Nullables.readLong(in),
            Nullables.readLong(in),
            Nullables.readLong(in),
            Nullables.readLong(in));
    return new ActivityFacts(entries, past, in.readLong());
  }

  private static ActivityFacts.Entry readEntry(DataInputView in) throws IOException {
    String activityId = StringValue.readString(in);
    String eventId = StringValue.readString(in);
    String dealId = StringValue.readString(in);
    String ownerId = StringValue.readString(in);
    ActivityKind kind = KINDS[in.readByte()];
    ActivityStatus status = STATUSES[in.readByte()];
    long occurredAt = in.readLong();
    Long scheduledFor = Nullables.readLong(in);
    List<String> contactIds = new ArrayList<>();
    for (int left = VariableLength.read(in); left > 0; left--) {
      contactIds.add(StringValue.readString(in));
    }
    Activity activity =
        new Activity(
            activityId,
            eventId,
            dealId,
            ownerId,
            kind,
            status,
            occurredAt,
            scheduledFor,
            contactIds,
            in.readBoolean());
    return new ActivityFacts.Entry(activity, in.readLong());
  }
}
