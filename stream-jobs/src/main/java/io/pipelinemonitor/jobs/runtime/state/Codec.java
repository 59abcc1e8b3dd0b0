package io.pipelinemonitor.jobs.runtime.state;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How values of one type become bytes and back.
 *
 * <p>An implementation is public, has a public constructor without arguments and no fields: its
 * class name goes into savepoints. It writes its newest version and reads every version it ever
 * wrote.
 *
 * @param <T> the type; not null
 */
public interface Codec<T> extends Serializable {

  Class<T> type();

  /** The version that {@link #write} writes, from 1. */
  int version();

  void write(T value, DataOutputView out) throws IOException;

  /**
   * Reads what {@link #write} of the given version wrote.
   *
   * @param version 1 to {@link #version()}
   */
  T read(DataInputView in, int version) throws IOException;

  /** A copy that later changes of the value do not reach. */
  T copy(T value);
}
