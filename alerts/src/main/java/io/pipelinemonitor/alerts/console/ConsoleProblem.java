package io.pipelinemonitor.alerts.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HttpStatus;

/** Why a request is not answered: a type for programs and a sentence for people. */
final class ConsoleProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String type;

  ConsoleProblem(HttpStatus status, String type, String detail) {
    super(detail);
    this.status = status;
    this.type = type;
  }

  static ConsoleProblem badRequest(String detail) {
    return new ConsoleProblem(HttpStatus.BAD_REQUEST, "bad_request", detail);
  }

  static ConsoleProblem notFound(String detail) {
    return new ConsoleProblem(HttpStatus.NOT_FOUND, "not_found", detail);
  }

  HttpStatus status() {
    return status;
  }

  ObjectNode json() {
    return json(type, String.valueOf(getMessage()));
  }

  static ObjectNode json(String type, String detail) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("detail", detail);
  }
}
