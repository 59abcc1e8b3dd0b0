package io.pipelinemonitor.jobs.runtime.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Whole numbers in as few bytes as they need: seven bits a byte, the lowest first. */
public final class VariableLength {

  private VariableLength() {}

  /** Writes a number that is not negative. */
  public static void write(int number, DataOutputView out) throws IOException {
    writeBits(number, out);
  }

  /** Reads what {@link #write} wrote. */
  public static int read(DataInputView in) throws IOException {
    return (int) readBits(in);
  }

  /** Writes any number; those near zero are short. */
  public static void writeSigned(long number, DataOutputView out) throws IOException {
    writeBits((number << 1) ^ (number >> 63), out);
  }

  /** Reads what {@link #writeSigned} wrote. */
  public static long readSigned(DataInputView in) throws IOException {
    long bits = readBits(in);
    return (bits >>> 1) ^ -(bits & 1);
  }

  private static void writeBits(long bits, DataOutputView out) throws IOException {
    long rest = bits;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readBits(DataInputView in) throws IOException {
    long bits = 0;
    int shift = 0;
    int next;
    do {
      next = in.readByte();
      bits |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return bits;
  }
}
