package io.pipelinemonitor.bench;

import io.pipelinemonitor.local.stack.LogFile;
import java.io.PrintStream;

/**
 * The process that is measured: one line. Broker, registry and generator run elsewhere, so all its
 * processor time is the line's.
 */
final class MeasuredProcess {

  private MeasuredProcess() {}

  /** Tells what it measured on standard output, as {@link Message}s. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    Assignment assignment = Assignment.parse(arguments);
    LogFile.use(assignment.directory().resolve("log"));
    int status = 0;
    try {
      run(assignment, out);
    } catch (Exception e) {
      e.printStackTrace();
      status = 1;
    }
    out.flush();
    System.err.flush();
    // Flink's and Kafka's threads may take their time; nothing is left to be done.
    Runtime.getRuntime().halt(status);
  }

  private static void run(Assignment assignment, PrintStream out) throws Exception {
    switch (assignment.mode()) {
      case THROUGHPUT ->
          out.println(
              (assignment.line().isOnFlink()
                      ? new FlinkRun(assignment, out).throughput()
                      : new OneThreadRun(assignment).measure())
                  .message()
                  .text());
      case LIVE -> new FlinkRun(assignment, out).live();
      case STATE -> out.println(new FlinkRun(assignment, out).state().message().text());
      case RECORD -> out.println(new FlinkRun(assignment, out).record().message().text());
      case RULES -> new AlertRun(assignment, out).measure();
    }
  }
}
