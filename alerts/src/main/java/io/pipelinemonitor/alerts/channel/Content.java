package io.pipelinemonitor.alerts.channel;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Message;

/** What is said. */
public sealed interface Content {

  /** What it is about, on one line; the subject of a mail, the same through all steps. */
  String topic();

  /** The same, saying to people that it may have been read before. */
  Content asPossibleRepeat();

  /**
   * One step of an incident.
   *
   * @param event the step, for programs
   * @param message the same in words, for people
   */
  record Step(AlertEvent event, Message message) implements Content {
    @Override
    public String topic() {
      return message.topic();
    }

    @Override
    public Content asPossibleRepeat() {
      return new Step(event, message.asPossibleRepeat());
    }
  }

  /** What was held back, together. */
  record Together(Digest digest) implements Content {
    @Override
    public String topic() {
      return digest.title();
    }

    @Override
    public Content asPossibleRepeat() {
      return new Together(digest.asPossibleRepeat());
    }
  }
}
