package io.pipelinemonitor.schema.json;

/**
 * A value that does not fit its field; the path grows on the way out, so that success costs
 * nothing.
 */
final class Mismatch extends Exception {

  private static final long serialVersionUID = 1L;

  private String path = "";
  private final String problem;

  Mismatch(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  Mismatch(String path, String problem) {
    this(problem);
    this.path = path;
  }

  Mismatch inField(String name) {
    path = join(name, path);
    return this;
  }

  Mismatch inItem(int index) {
    path = join("[" + index + "]", path);
    return this;
  }

  static String join(String outer, String inner) {
    return inner.isEmpty() || inner.startsWith("[") ? outer + inner : outer + "." + inner;
  }

  String path() {
    return path;
  }

  String problem() {
    return problem;
  }
}
