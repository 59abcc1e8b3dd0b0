package io.pipelinemonitor.alerts;

import java.util.Map;

/**
 * What the service needs to know.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port,…}
 * @param kafkaProperties Kafka client settings, for example for TLS and SASL
 * @param schemaRegistry address of the registry
 * @param registryProperties registry client settings, for example credentials
 * @param heartbeats whether to write a heartbeat a second; not where the data's own clock is to
 *     move stream time
 */
public record AlertsSettings(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String schemaRegistry,
    Map<String, String> registryProperties,
    boolean heartbeats) {

  public AlertsSettings {
    kafkaProperties = Map.copyOf(kafkaProperties);
    registryProperties = Map.copyOf(registryProperties);
  }
}
