package io.pipelinemonitor.alerts;

import io.pipelinemonitor.alerts.channel.slack.SlackInteractions;
import io.pipelinemonitor.alerts.command.CommandWriter;
import io.pipelinemonitor.alerts.delivery.kafka.DeliveryWorker;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import java.time.Clock;
import java.time.InstantSource;

/** From presses of buttons in Slack to {@code monitor.commands}, by the members that are known. */
final class SlackButtons implements AutoCloseable {

  private final CommandWriter commands;
  private final SlackInteractions interactions;

  private SlackButtons(CommandWriter commands, SlackInteractions interactions) {
    this.commands = commands;
    this.interactions = interactions;
  }

  /** Connects at the first press. */
  static SlackButtons open(
      AlertsSettings settings, Delivering.Buttons buttons, DeliveryWorker delivery, Clock clock) {
    CommandWriter commands = CommandWriter.open(settings);
    // Where the data moves the clock, the wall's now may never come.
    InstantSource asOf =
        buttons.asOfData() ? () -> delivery.newestStep().orElseGet(clock::instant) : clock;
    return new SlackButtons(
        commands,
        new SlackInteractions(
            buttons.slack(), user -> memberId(delivery, user), commands::write, clock, asOf));
  }

  private static String memberId(DeliveryWorker delivery, String slackUserId) {
    Member member = delivery.organisation().ofSlackUser(slackUserId);
    return member == null ? slackUserId : member.memberId();
  }

  SlackInteractions interactions() {
    return interactions;
  }

  @Override
  public void close() {
    commands.close();
  }
}
