package io.pipelinemonitor.alerts.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways to all channels. They go on while Kafka is away, so that what became of calls that were
 * under way is not lost.
 */
public final class Lanes implements AutoCloseable {

  private final Map<ChannelKind, Lane> lanes = new EnumMap<>(ChannelKind.class);
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /**
   * @param channels one of a kind; closed with the lanes
   * @param workers those of each channel, at least {@code callsAtATime}
   */
  public Lanes(
      Collection<Channel> channels,
      int callsAtATime,
      Function<ChannelKind, ExecutorService> workers,
      Clock clock) {
    for (Channel channel : channels) {
      Lane lane =
          new Lane(channel, callsAtATime, workers.apply(channel.kind()), clock, answers::add);
      if (lanes.put(channel.kind(), lane) != null) {
        throw new IllegalArgumentException(
            "there are two channels of the kind " + channel.kind().label());
      }
    }
  }

  /** The kinds of channels that there are. */
  public Set<ChannelKind> kinds() {
    return lanes.keySet();
  }

  /** How far calls to that kind are let through; it must be one that there is. */
  public CircuitBreaker.State breakerState(ChannelKind kind) {
    Lane lane = lanes.get(kind);
    if (lane == null) {
      throw new IllegalArgumentException("there is no channel of the kind " + kind.label());
    }
    return lane.breakerState();
  }

  /** The way to a channel; null: it is not configured. */
  @Nullable Lane to(ChannelKind kind) {
    return lanes.get(kind);
  }

  /** Whether calls are under way, or have been answered and not been settled. */
  public boolean areBusy() {
    return lanes.values().stream().anyMatch(Lane::isBusy);
  }

  void start(Call call) {
    Lane lane = lanes.get(call.mailing().endpoint().channel());
    if (lane != null) {
      lane.start(call);
    }
  }

  /** What became of calls since it was last asked. */
  List<Answer> answers() {
    List<Answer> answered = new ArrayList<>();
    answers.drainTo(answered);
    answered.forEach(this::settle);
    return answered;
  }

  /** The same, waiting for the next if there is none. */
  List<Answer> answers(Duration patience) throws InterruptedException {
    Answer next = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      return List.of();
    }
    List<Answer> answered = new ArrayList<>(List.of(next));
    settle(next);
    answered.addAll(answers());
    return answered;
  }

  private void settle(Answer answer) {
    Lane lane = lanes.get(answer.call().mailing().endpoint().channel());
    if (lane != null) {
      lane.settle(answer);
    }
  }

  @Override
  public void close() {
    lanes.values().forEach(Lane::close);
  }
}
