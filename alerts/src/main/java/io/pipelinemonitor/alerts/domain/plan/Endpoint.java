package io.pipelinemonitor.alerts.domain.plan;

/**
 * Somebody, by one channel.
 *
 * @param recipient a member id, or the address where nobody is known behind it
 * @param address in the channel: a Slack user or channel id, a mail address, the name of a webhook
 */
public record Endpoint(String recipient, ChannelKind channel, String address) {

  /** Identity: the same recipient by the same channel. */
  public String key() {
    return recipient + '|' + channel.label() + ':' + address;
  }
}
