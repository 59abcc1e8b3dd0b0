package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A channel in memory: what arrived in it, and answers that are told beforehand. */
final class ScriptedChannel implements Channel {

  private final ChannelKind kind;
  private final boolean findable;
  private final Faults faults;
  private final Deque<Function<Outgoing, SendResult>> answers = new ArrayDeque<>();
  private final List<Outgoing> visible = new ArrayList<>();
  private final List<Outgoing> calls = new ArrayList<>();
  private @Nullable Function<Outgoing, SendResult> always;
  private @Nullable Lookup lookup;

  /**
   * @param findable whether it can look for messages
   */
  ScriptedChannel(ChannelKind kind, boolean findable, Faults faults) {
    this.kind = kind;
    this.findable = findable;
    this.faults = faults;
  }

  /** The next call is answered so, and nothing arrives. */
  ScriptedChannel then(SendResult answer) {
    answers.add(outgoing -> answer);
    return this;
  }

  /** The next message arrives, and the answer is lost. */
  ScriptedChannel thenLoseTheAnswer() {
    answers.add(
        outgoing -> {
          visible.add(outgoing);
          return new SendResult.Ambiguous(DeliveryReason.TIMED_OUT, "no answer");
        });
    return this;
  }

  /** All calls are answered so from now on, and nothing arrives; null: they arrive again. */
  void always(@Nullable SendResult answer) {
    always = answer == null ? null : outgoing -> answer;
  }

  /** Lookups are answered so; null: by what has arrived. */
  void lookingUp(@Nullable Lookup answer) {
    lookup = answer;
  }

  /** What arrived, in order. */
  List<Outgoing> visible() {
    return visible;
  }

  /** What was tried, in order. */
  List<Outgoing> calls() {
    return calls;
  }

  @Override
  public ChannelKind kind() {
    return kind;
  }

  @Override
  public SendResult send(Outgoing outgoing) {
    faults.pass("before the call");
    calls.add(outgoing);
    Function<Outgoing, SendResult> answer = always == null ? answers.poll() : always;
    if (answer != null) {
      return answer.apply(outgoing);
    }
    visible.add(outgoing);
    faults.pass("after the call");
    return new SendResult.Sent(DeliveryReason.ACCEPTED, "ref-" + outgoing.deliveryId());
  }

  @Override
  public Lookup find(Outgoing outgoing) {
    faults.pass("before the lookup");
    if (lookup != null) {
      return lookup;
    }
    if (!findable) {
      return new Lookup.Unknowable(DeliveryReason.NO_LOOKUP, "cannot look");
    }
    return visible.stream().anyMatch(one -> one.deliveryId().equals(outgoing.deliveryId()))
        ? new Lookup.Found("ref-" + outgoing.deliveryId())
        : new Lookup.Absent();
  }

  @Override
  public void close() {}
}
