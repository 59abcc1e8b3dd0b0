package io.pipelinemonitor.bench;

import java.io.IOException;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** A recording of this process with JDK Flight Recorder, if one is asked for. */
final class Profile implements AutoCloseable {

  private final Assignment assignment;
  private final @Nullable Recording recording;

  private Profile(Assignment assignment, @Nullable Recording recording) {
    this.assignment = assignment;
    this.recording = recording;
  }

  static Profile start(Assignment assignment) throws IOException, ParseException {
    if (assignment.recording() == null) {
      return new Profile(assignment, null);
    }
    Recording recording = new Recording(Configuration.getConfiguration("profile"));
    recording.start();
    return new Profile(assignment, recording);
  }

  /** Ends and writes it. */
  @Override
  public void close() throws IOException {
    if (recording != null) {
      recording.dump(assignment.recording());
      recording.close();
    }
  }
}
