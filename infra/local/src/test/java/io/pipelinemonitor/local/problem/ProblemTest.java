package io.pipelinemonitor.local.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "there is no provider.       | It did not start: there is no provider. Look at the log.",
        "did you mean 'fiscal.zone'? | It did not start: did you mean 'fiscal.zone'? Look at the log.",
        "the port is in use          | It did not start: the port is in use. Look at the log.",
        "it waited for EMEA...       | It did not start: it waited for EMEA... Look at the log."
      })
  void endsASentenceOnceWhateverItsReasonEndsIn(String reason, String message) {
    assertThat(new Problem("It did not start: %s. Look at the log.".formatted(reason)))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"'no provider.', 'Stopped: no provider.'", "'really?', 'Stopped: really?'"})
  void endsTheMessageOnceAsWell(String reason, String message) {
    assertThat(new Problem("Stopped: %s.".formatted(reason))).hasMessage(message);
  }
}
