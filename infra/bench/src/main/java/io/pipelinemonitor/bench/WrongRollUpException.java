package io.pipelinemonitor.bench;

import java.util.List;

/** A line did not end with the right figures, so how fast it was means nothing. */
final class WrongRollUpException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param differences one for each key
   * @param most how many of them are named
   */
  WrongRollUpException(Line line, List<String> differences, int most) {
    super(
        "%s ended with a wrong roll-up, %,d keys differ:%n%s%s"
            .formatted(
                line,
                differences.size(),
                String.join(
                    System.lineSeparator(),
                    differences.subList(0, Math.min(most, differences.size()))),
                differences.size() > most ? System.lineSeparator() + "and more" : ""));
  }
}
