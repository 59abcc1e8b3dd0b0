package io.pipelinemonitor.jobs.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Definitions by key, in broadcast state as one block, which is made only when they changed. There
 * may be tens of thousands of them; they change a few times a day, and a checkpoint is taken every
 * second.
 */
final class PlanStore {

  private static final int VERSION = 1;
  private static final MapStateDescriptor<String, byte[]> BLOCKS =
      new MapStateDescriptor<>(
          "plan-blocks", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private final String name;
  private final BroadcastState<String, byte[]> blocks;
  private final Map<String, PlanRecord> records = new TreeMap<>();
  private boolean changed;

  private PlanStore(String name, BroadcastState<String, byte[]> blocks) {
    this.name = name;
    this.blocks = blocks;
  }

  /** What a checkpoint has under that name. */
  static PlanStore open(String name, OperatorStateStore state) throws Exception {
    PlanStore store = new PlanStore(name, state.getBroadcastState(BLOCKS));
    byte[] block = store.blocks.get(name);
    if (block != null) {
      store.read(block);
    }
    store.takeOver(
        state.getBroadcastState(
            new MapStateDescriptor<>(name, Types.STRING, Types.POJO(PlanRecord.class))));
    return store;
  }

  /** Checkpoints once had every definition by itself. */
  private void takeOver(BroadcastState<String, PlanRecord> single) throws Exception {
    for (Map.Entry<String, PlanRecord> entry : single.entries()) {
      put(entry.getKey(), entry.getValue());
    }
    single.clear();
  }

  @Nullable PlanRecord get(String key) {
    return records.get(key);
  }

  void put(String key, PlanRecord record) {
    records.put(key, record);
    changed = true;
  }

  void remove(String key) {
    changed |= records.remove(key) != null;
  }

  /** All of them, by key. */
  Collection<PlanRecord> all() {
    return records.values();
  }

  /** To be called before each checkpoint. */
  void keep() throws Exception {
    if (changed) {
      blocks.put(name, block());
      changed = false;
    }
  }

  private byte[] block() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeByte(VERSION);
      out.writeInt(records.size());
      for (Map.Entry<String, PlanRecord> entry : records.entrySet()) {
        write(entry.getKey(), entry.getValue(), out);
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void write(String key, PlanRecord record, DataOutputStream out)
      throws IOException {
    out.writeUTF(key);
    out.writeUTF(record.topic());
    out.writeUTF(record.key());
    out.writeUTF(record.item());
    out.writeLong(record.effectiveAt());
    byte[] value = record.value();
    out.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      out.write(value);
    }
  }

  private void read(byte[] block) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(block)))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException(
            "definitions of version " + version + " are of a later release: start that one");
      }
      for (int left = in.readInt(); left > 0; left--) {
        records.put(in.readUTF(), record(in));
      }
    }
  }

  private static PlanRecord record(DataInputStream in) throws IOException {
    String topic = in.readUTF();
    String key = in.readUTF();
    String item = in.readUTF();
    long effectiveAt = in.readLong();
    int length = in.readInt();
    return new PlanRecord(topic, key, item, effectiveAt, length < 0 ? null : in.readNBytes(length));
  }
}
