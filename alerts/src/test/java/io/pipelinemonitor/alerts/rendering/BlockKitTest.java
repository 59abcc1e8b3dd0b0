package io.pipelinemonitor.alerts.rendering;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BlockKitTest {

  @Test
  void theButtonsAreWhatCanStillBeAskedOfTheIncident() {
    assertThat(actions(message(Transition.FIRED), true)).containsExactly("acknowledge", "snooze");
    assertThat(actions(message(Transition.ACKNOWLEDGED).asQuieted(), true))
        .containsExactly("snooze");
    assertThat(actions(message(Transition.RESOLVED), true)).isEmpty();
    assertThat(actions(message(Transition.FIRED), false)).isEmpty();
  }

  private static List<String> actions(Message message, boolean answerable) {
    return BlockKit.of(message, answerable).findValuesAsText("action_id");
  }

  private static Message message(Transition transition) {
    return MessageWriter.write(
        step().taking(transition).build(), new Reader(Locale.UK, ZoneOffset.UTC), null);
  }
}
