package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.runtime.RawRecord;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Reads a file of records, one for each number that comes; in one task. */
final class NextRecord extends RichMapFunction<Long, RawRecord> {
  private static final long serialVersionUID = 1L;

  private final String file;
  private transient DataInputStream in;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  NextRecord(Path file) {
    this.file = file.toString();
  }

  @Override
  public void open(OpenContext context) throws IOException {
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(file))));
  }

  @Override
  public RawRecord map(Long number) throws IOException {
    return RecordBytes.read(in);
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
