package io.pipelinemonitor.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.pipelinemonitor.alerts.channel.Channel;
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
 */
public record Delivering(
    DeliverySettings settings,
    List<Channel> channels,
    String group,
    Optional<String> instance,
    MeterRegistry meters) {

  public Delivering {
    channels = List.copyOf(channels);
  }
}
