package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.schema.AlertCommand;
import java.util.concurrent.CompletionStage;

/** Where commands go. */
@FunctionalInterface
interface Asking {

  /** Ends when the command has been taken, or with the reason why it has not. */
  CompletionStage<?> write(AlertCommand command);
}
