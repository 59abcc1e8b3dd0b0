package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.alerts.channel.Secret;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the console is served.
 *
 * @param address where it listens; port 0: any that is free
 * @param token what a visitor must know; null: nobody is asked, which only this machine may do
 * @param hosts further names under which visitors may call it, without ports
 * @param issuedBy in whose name incidents are acknowledged and snoozed
 * @param outbox where messages are kept that have no way out; empty: they go where they should
 */
public record ConsoleSettings(
    InetSocketAddress address,
    @Nullable Secret token,
    Set<String> hosts,
    String issuedBy,
    Optional<URI> outbox) {

  /** Of the environment: what a visitor must know. */
  public static final String TOKEN = "CONSOLE_TOKEN";

  public ConsoleSettings {
    hosts = Set.copyOf(hosts);
    if (token == null && (address.isUnresolved() || !address.getAddress().isLoopbackAddress())) {
      throw new IllegalArgumentException(
          "the console would be open to the network at %s: set %s, or let it listen on 127.0.0.1"
              .formatted(address.getHostString(), TOKEN));
    }
  }
}
