package io.pipelinemonitor.schema.registry;

import java.util.List;

/** A schema was changed in a way that records or readers of another version do not survive. */
public final class IncompatibleSchemaException extends RegistryException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf: what is in it is serializable, its static type is not.
  private final List<String> problems;

  IncompatibleSchemaException(String subject, List<String> problems) {
    super(
        "the schema of subject "
            + subject
            + " was changed in a way that breaks readers or stored records: "
            + String.join("; ", problems)
            + ". Add fields with a default, never rename, retype or remove them.");
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each thing that no longer fits, naming the version and the field. */
  public List<String> problems() {
    return problems;
  }
}
