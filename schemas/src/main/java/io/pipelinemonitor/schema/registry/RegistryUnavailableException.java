package io.pipelinemonitor.schema.registry;

/** The schema registry cannot be reached or cannot answer just now: worth trying again. */
public final class RegistryUnavailableException extends RegistryException {

  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
