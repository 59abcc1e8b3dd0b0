package io.pipelinemonitor.schema.registry;

/** The schema registry answered, and will not do what was asked however often it is asked. */
public class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RegistryException(String message) {
    super(message);
  }

  RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
