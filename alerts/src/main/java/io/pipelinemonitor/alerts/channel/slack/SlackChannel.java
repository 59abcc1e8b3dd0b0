package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import java.time.Clock;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slack by its Web API: one message an incident, changed in place and answered in its thread. Each
 * message carries the id of its delivery as metadata, by which it is found again.
 */
public final class SlackChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(SlackChannel.class);

  private final SlackSettings settings;
  private final SlackApi api;
  private final SlackHistory history;
  private final Pace pace;

  public SlackChannel(SlackSettings settings, Clock clock) {
    this.settings = settings;
    this.api = new SlackApi(settings, clock);
    this.history = new SlackHistory(api);
    this.pace = new Pace(settings.pace(), clock);
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.SLACK;
  }

  @Override
  public SendResult send(Outgoing outgoing) {
    String address = outgoing.endpoint().address();
    SendResult.Wait wait = pace.take(address);
    SendResult result = wait == null ? tell(outgoing) : wait;
    if (wait == null && result instanceof SendResult.Wait asked) {
      pace.hold(address, asked);
    }
    LOG.debug("{} to {}: {}", outgoing.deliveryId(), address, result);
    return result;
  }

  private SendResult tell(Outgoing outgoing) {
    SlackReference anchor = anchor(outgoing);
    if (anchor == null) {
      return outgoing.manner() == Manner.UPDATE
          ? new SendResult.Dead(DeliveryReason.ANCHOR_GONE, "the message to change is not known")
          : post(outgoing, null);
    }
    if (outgoing.manner() == Manner.REPLY) {
      return post(outgoing, anchor);
    }
    SendResult updated = update(outgoing, anchor);
    if (outgoing.manner() == Manner.UPDATE) {
      return updated;
    }
    if (updated instanceof SendResult.Sent) {
      return post(outgoing, anchor);
    }
    // Somebody deleted the message; what is to be heard must be heard all the same.
    return updated.reason() == DeliveryReason.ANCHOR_GONE ? post(outgoing, null) : updated;
  }

  private static @Nullable SlackReference anchor(Outgoing outgoing) {
    Outgoing.Anchor anchor = outgoing.anchor();
    return switch (outgoing.manner()) {
      case NEW_MESSAGE, IN_DIGEST -> null;
      case UPDATE, UPDATE_AND_REPLY, REPLY ->
          anchor == null ? null : SlackReference.read(anchor.reference());
    };
  }

  /** Brings the anchor up to date; doing so again changes nothing. */
  private SendResult update(Outgoing outgoing, SlackReference anchor) {
    // The message stays that of the incident's first delivery.
    String firstDelivery = Objects.requireNonNull(outgoing.anchor()).deliveryId();
    return inAnyForm(
        "chat.update",
        outgoing.content(),
        content -> SlackWords.whole(content, settings.answerable()),
        payload -> {
          payload.put("channel", anchor.channelId()).put("ts", anchor.timestamp());
          SlackHistory.mark(payload, firstDelivery);
          return payload;
        });
  }

  /**
   * A new message.
   *
   * @param thread the message that it answers; null: none
   */
  private SendResult post(Outgoing outgoing, @Nullable SlackReference thread) {
    String address = thread == null ? outgoing.endpoint().address() : thread.channelId();
    SendResult result =
        inAnyForm(
            "chat.postMessage",
            outgoing.readable(),
            content ->
                thread == null
                    ? SlackWords.whole(content, settings.answerable())
                    : SlackWords.reply(content),
            payload -> {
              payload.put("channel", address);
              if (thread != null) {
                payload.put("thread_ts", thread.timestamp());
              }
              SlackHistory.mark(payload, outgoing.deliveryId());
              return payload;
            });
    if (result instanceof SendResult.Sent sent) {
      history.learn(address, SlackReference.read(sent.reference()));
    }
    return result;
  }

  /** With blocks, and if Slack does not take them once more as words alone. */
  private SendResult inAnyForm(
      String method, Content content, Form form, UnaryOperator<ObjectNode> addressed) {
    SlackAnswer answer = api.write(method, addressed.apply(form.of(content)));
    if (answer instanceof SlackAnswer.Failed failed && failed.ofForm()) {
      LOG.warn("Slack refused the form of a message, sent as plain text: {}", failed.result());
      ObjectNode plain = addressed.apply(SlackWords.plain(content));
      if (method.equals("chat.update")) {
        // Blocks that are not named stay as they were.
        plain.putArray("blocks");
      }
      return result(api.write(method, plain), DeliveryReason.ACCEPTED_AS_PLAIN_TEXT);
    }
    return result(answer, DeliveryReason.ACCEPTED);
  }

  /** How content is written. */
  private interface Form {
    ObjectNode of(Content content);
  }

  private static SendResult result(SlackAnswer answer, DeliveryReason accepted) {
    if (answer instanceof SlackAnswer.Failed failed) {
      return failed.result();
    }
    SlackReference reference = SlackReference.of(((SlackAnswer.Done) answer).body());
    return reference == null
        ? new SendResult.Ambiguous(
            DeliveryReason.ANSWER_UNREADABLE, "the answer does not name the message")
        : new SendResult.Sent(accepted, reference.text());
  }

  @Override
  public Lookup find(Outgoing outgoing) {
    SlackReference anchor = anchor(outgoing);
    Lookup found;
    if (outgoing.manner() == Manner.UPDATE) {
      // Nobody notices when a message is brought up to date twice.
      found = new Lookup.Absent();
    } else {
      found = history.find(outgoing, anchor);
    }
    LOG.debug("{} looked up: {}", outgoing.deliveryId(), found);
    return found;
  }

  /** Nothing is held open but idle connections, which end by themselves. */
  @Override
  public void close() {}
}
