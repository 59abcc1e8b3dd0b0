package io.pipelinemonitor.local.backtest;

import io.pipelinemonitor.jobs.runtime.RawRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts records into the order of their time. Kafka has those of a partition in the order in which
 * several tasks wrote them, and those of several partitions in none. They are kept on disk, because
 * a year of figures need not fit into memory; only their places are sorted.
 */
final class SortedRecords implements AutoCloseable {

  private static final Comparator<Place> IN_ORDER =
      Comparator.comparingLong(Place::time)
          .thenComparingInt(Place::partition)
          .thenComparingLong(Place::offset);

  private final Path unsorted;
  private final OutputStream out;
  private final List<Place> places = new ArrayList<>();
  private long written;

  SortedRecords(Path directory) throws IOException {
    unsorted = directory.resolve("unsorted");
    out = new BufferedOutputStream(Files.newOutputStream(unsorted));
  }

  /**
   * Takes a record in.
   *
   * @param time what it is sorted by, microseconds
   */
  void add(RawRecord record, long time) throws IOException {
    byte[] bytes = RecordBytes.of(record);
    out.write(bytes);
    places.add(new Place(time, record.partition(), record.offset(), written, bytes.length));
    written += bytes.length;
  }

  int size() {
    return places.size();
  }

  /** Writes all of them in order; the last thing that is done. */
  void writeTo(Path file) throws IOException {
    out.close();
    places.sort(IN_ORDER);
    try (RandomAccessFile in = new RandomAccessFile(unsorted.toFile(), "r");
        OutputStream sorted = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (Place place : places) {
        byte[] bytes = new byte[place.length];
        in.seek(place.position);
        in.readFully(bytes);
        sorted.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(unsorted);
  }

  private record Place(long time, int partition, long offset, long position, int length) {}
}
