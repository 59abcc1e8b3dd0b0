package io.pipelinemonitor.jobs.runtime.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Values that may be absent: a flag, then the value if there is one. */
public final class Nullables {

  private Nullables() {}

  /** Writes a text, or that there is none. */
  public static void writeText(@Nullable String text, DataOutputView out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      StringValue.writeString(text, out);
    }
  }

  /** Reads what {@link #writeText} wrote. */
  public static @Nullable String readText(DataInputView in) throws IOException {
    return in.readBoolean() ? StringValue.readString(in) : null;
  }

  /** Writes a number in eight bytes, or that there is none. */
  public static void writeLong(@Nullable Long number, DataOutputView out) throws IOException {
    out.writeBoolean(number != null);
    if (number != null) {
      out.writeLong(number);
    }
  }

  /** Reads what {@link #writeLong} wrote. */
  public static @Nullable Long readLong(DataInputView in) throws IOException {
    return in.readBoolean() ? (Long) in.readLong() : null;
  }
}
