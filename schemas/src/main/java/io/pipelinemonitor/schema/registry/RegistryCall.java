package io.pipelinemonitor.schema.registry;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/** One request to the registry, with its failures sorted into ours. */
@FunctionalInterface
interface RegistryCall<R> {

  /** Error codes of the registry's API that mean "there is no such thing" begin here. */
  int NOT_FOUND_CODES = 404_00;

  R run() throws IOException, RestClientException;

  /** Runs the call; what is not there is the caller's business, everything else is an exception. */
  static <R> R run(String purpose, RegistryCall<R> call) throws NotFoundException {
    try {
      return call.run();
    } catch (RestClientException e) {
      throw sorted(purpose, e);
    } catch (IOException e) {
      throw new RegistryUnavailableException(
          "the schema registry cannot be reached to " + purpose + ": " + describe(e), e);
    }
  }

  private static RegistryException sorted(String purpose, RestClientException e)
      throws NotFoundException {
    int status = e.getStatus();
    if (status == 404 && e.getErrorCode() / 100 == NOT_FOUND_CODES / 100) {
      throw new NotFoundException(e);
    }
    if (status >= 500 || status == 429 || status == 408) {
      return new RegistryUnavailableException(
          "the schema registry could not " + purpose + ": " + e.getMessage(), e);
    }
    if (status == 401 || status == 403) {
      return new RegistryException(
          "the schema registry refused to "
              + purpose
              + " for these credentials (HTTP "
              + status
              + "): check basic.auth.* or bearer.auth.* in the client properties",
          e);
    }
    if (status == 404) {
      return new RegistryException(
          "the address of the schema registry answers, but not as a schema registry, to the request"
              + " to "
              + purpose
              + ": check the URL and its path (HTTP 404: "
              + e.getMessage()
              + ")",
          e);
    }
    return new RegistryException(
        "the schema registry refused to " + purpose + " (HTTP " + status + "): " + e.getMessage(),
        e);
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** The registry answered that there is no such subject, version or schema. */
  final class NotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    NotFoundException(RestClientException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
