package io.pipelinemonitor.schema.json;

/** A line that is not the natural JSON of the record it should be: which line, which field, why. */
public final class NaturalJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final long line;
  private final String path;
  private final String problem;

  NaturalJsonException(long line, String path, String problem) {
    super("line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
    this.line = line;
    this.path = path;
    this.problem = problem;
  }

  /** Number of the line, as the caller counts. */
  public long line() {
    return line;
  }

  /** The field, for example {@code stages[2].probability}; empty when it is the line as a whole. */
  public String path() {
    return path;
  }

  /** What is wrong, without line and field. */
  public String problem() {
    return problem;
  }
}
