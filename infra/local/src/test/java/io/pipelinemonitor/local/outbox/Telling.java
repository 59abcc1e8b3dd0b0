package io.pipelinemonitor.local.outbox;

import io.pipelinemonitor.alerts.Channels;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.contract.FromContract;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Endpoint;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells an outbox of incidents, by the channels that are used for people. */
public final class Telling {

  /** One in which nobody is known, and nobody takes in presses. */
  public static final SlackWorkspace WORKSPACE =
      new SlackWorkspace(URI.create("http://127.0.0.1:1/"), Map::of);

  private static final Instant NOW = Instant.parse("2026-02-06T13:55:02Z");

  private final Map<ChannelKind, Channel> channels;

  public Telling(Outbox outbox) {
    channels = Channels.from(outbox.environment(Map.of()), Clock.systemUTC());
  }

  Channel channel(ChannelKind kind) {
    return Objects.requireNonNull(channels.get(kind));
  }

  /** A message of its own; its reference. */
  public String first(ChannelKind kind, String address, String deal) {
    return sent(outgoing(kind, address, deal, 1, Manner.NEW_MESSAGE, null));
  }

  String sent(Outgoing outgoing) {
    SendResult result = channel(outgoing.endpoint().channel()).send(outgoing);
    if (result instanceof SendResult.Sent sent) {
      return Objects.requireNonNull(sent.reference());
    }
    throw new AssertionError("not sent: " + result);
  }

  /**
   * A step of an incident that a deal explains. The first fires, the others resolve.
   *
   * @param anchor reference of the first message; null: there is none
   */
  static Outgoing outgoing(
      ChannelKind kind,
      String address,
      String deal,
      int sequence,
      Manner manner,
      @Nullable String anchor) {
    var event = FromContract.alertEvent(event(deal, sequence));
    Endpoint endpoint = new Endpoint("ann", kind, address);
    return new Outgoing(
        event.alertEventId() + '|' + endpoint.key(),
        endpoint,
        manner,
        new Content.Step(
            event,
            MessageWriter.write(
                event,
                new Reader(Locale.UK, ZoneOffset.UTC),
                URI.create("https://monitor.example.com/incidents/i-1"))),
        anchor == null ? null : new Outgoing.Anchor("i-1-1|" + endpoint.key(), anchor),
        false,
        Clock.systemUTC().instant());
  }

  private static AlertEvent event(String deal, int sequence) {
    boolean over = sequence > 1;
    return AlertEvent.newBuilder()
        .setAlertEventId("i-1-" + sequence)
        .setIncidentId("i-1")
        .setDedupKey("coverage|UNIT:dach|2026-Q1")
        .setSequence(sequence)
        .setTransition(over ? AlertTransition.RESOLVED : AlertTransition.FIRED)
        .setState(over ? AlertState.RESOLVED : AlertState.FIRING)
        .setSeverity(Severity.WARNING)
        .setReason(over ? AlertReason.THRESHOLD_CLEARED : AlertReason.HELD_LONG_ENOUGH)
        .setRuleId("coverage")
        .setRuleVersion(1)
        .setRuleType(RuleType.THRESHOLD)
        .setScopeType(ScopeType.UNIT)
        .setScopeId("dach")
        .setScopeName("DACH")
        .setScopePath(List.of("acme"))
        .setPeriod("2026-Q1")
        .setMetric("coverageToGo")
        .setValue(over ? 3.4 : 2.8)
        .setUnit(MetricUnit.RATIO)
        .setCurrency("EUR")
        .setFireThreshold(3.0)
        .setClearThreshold(3.3)
        .setEvaluatedAt(NOW)
        .setSummary(over ? "Coverage of DACH recovered." : "Coverage of DACH fell.")
        .setTotalDelta(-91_900_000L)
        .setDeltaSince(NOW.minusSeconds(86_400))
        .setContributors(
            List.of(
                AlertContributor.newBuilder()
                    .setDealId("d-17")
                    .setName(deal)
                    .setCause(Movement.PUSHED_OUT)
                    .setDelta(-91_900_000)
                    .build()))
        .build();
  }
}
