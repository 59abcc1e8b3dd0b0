package io.pipelinemonitor.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractions;
import io.pipelinemonitor.alerts.delivery.DeliverySettings;
import java.util.List;
import java.util.Optional;

/**
 * By what the service delivers.
 *
 * @param channels one of a kind; closed with the service
 * @param group the consumer group by which instances share the work
 * @param instance this instance's own name, the same after a restart; empty: it has none
 * @param meters where deliveries are counted
 * @param buttons what is needed to take in presses of buttons; empty: nobody listens to them
 */
public record Delivering(
    DeliverySettings settings,
    List<Channel> channels,
    String group,
    Optional<String> instance,
    MeterRegistry meters,
    Optional<Buttons> buttons) {

  public Delivering {
    channels = List.copyOf(channels);
  }

  /**
   * How presses of buttons are taken in.
   *
   * @param asOfData whether now is the moment of the newest step, because the data moves the clock,
   *     and not the wall's
   */
  public record Buttons(SlackInteractions.Settings slack, boolean asOfData) {}
}
