package io.pipelinemonitor.alerts.channel;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.StepBuilder;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.MessageWriter;
import io.pipelinemonitor.alerts.domain.message.Reader;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Endpoint;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages for tests: the first step of an incident, as a message of its own. */
public final class OutgoingBuilder {

  public static final Instant PLANNED_AT = Instant.parse("2026-02-06T13:55:02Z");

  private final ChannelKind kind;
  private final String address;
  private AlertEvent event = explained("Helvetia Rail – Platform").build();
  private Manner manner = Manner.NEW_MESSAGE;
  private boolean digest;
  private Outgoing.@Nullable Anchor anchor;

  private OutgoingBuilder(ChannelKind kind, String address) {
    this.kind = kind;
    this.address = address;
  }

  public static OutgoingBuilder to(ChannelKind kind, String address) {
    return new OutgoingBuilder(kind, address);
  }

  /** A step that a deal of that name explains. */
  public static StepBuilder explained(String deal) {
    return step()
        .explainedBy(
            -171_234_567,
            new DealChange("d-17", deal, DealCause.PUSHED_OUT, "2026-Q2", -91_900_000, true));
  }

  public OutgoingBuilder telling(AlertEvent newEvent) {
    event = newEvent;
    return this;
  }

  public OutgoingBuilder by(Manner newManner, String deliveryId, @Nullable String reference) {
    manner = newManner;
    anchor = new Outgoing.Anchor(deliveryId, reference);
    return this;
  }

  /** Three hundred incidents like this one. */
  public OutgoingBuilder asDigest() {
    digest = true;
    manner = Manner.IN_DIGEST;
    return this;
  }

  public Outgoing build() {
    Endpoint endpoint = new Endpoint("dora", kind, address);
    Message message =
        MessageWriter.write(
            event,
            new Reader(Locale.UK, ZoneOffset.UTC),
            URI.create("https://monitor.example.com/incidents/" + event.incidentId()));
    List<Message> many = Collections.nCopies(300, message);
    return new Outgoing(
        event.alertEventId() + '|' + endpoint.key(),
        endpoint,
        manner,
        digest ? new Content.Together(Digest.of(many)) : new Content.Step(event, message),
        anchor,
        false,
        PLANNED_AT);
  }
}
