package io.pipelinemonitor.alerts.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.Endpoint;
import io.pipelinemonitor.alerts.domain.plan.Mailing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one channel: workers of its own, so that one that is slow or dead holds back no other,
 * and a circuit breaker, so that one that is dead is left in peace. To one address there is one
 * call at a time, so that steps arrive in their order. All but the calls themselves happens in the
 * thread of the pipeline.
 */
final class Lane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private static final int CALLS_JUDGED = 10;
  private static final int CALLS_BEFORE_JUDGEMENT = 5;
  private static final float MOST_FAILURES_PERCENT = 50;
  private static final Duration OPEN_FOR = Duration.ofSeconds(30);

  private final Channel channel;
  private final int callsAtATime;
  private final ExecutorService workers;
  private final Clock clock;
  private final Consumer<Answer> answers;
  private final CircuitBreaker breaker;
  private final Set<String> busy = new HashSet<>();
  private final Set<String> underWay = new HashSet<>();
  private final Map<String, Instant> paused = new HashMap<>();

  /**
   * @param workers at least {@code callsAtATime}; closed with the lane
   * @param answers takes what became of each call, in the thread of a worker
   */
  Lane(
      Channel channel,
      int callsAtATime,
      ExecutorService workers,
      Clock clock,
      Consumer<Answer> answers) {
    this.channel = channel;
    this.callsAtATime = callsAtATime;
    this.workers = workers;
    this.clock = clock;
    this.answers = answers;
    this.breaker =
        CircuitBreaker.of(
            channel.kind().label(),
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(CALLS_JUDGED)
                .minimumNumberOfCalls(CALLS_BEFORE_JUDGEMENT)
                .failureRateThreshold(MOST_FAILURES_PERCENT)
                .waitDurationInOpenState(OPEN_FOR)
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(clock)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            change ->
                LOG.warn(
                    "Channel {}: {}", channel.kind().label(), change.getStateTransition().name()));
  }

  /** How far calls are let through; may be asked from any thread. */
  CircuitBreaker.State breakerState() {
    return breaker.getState();
  }

  boolean isBusy() {
    return !underWay.isEmpty();
  }

  boolean isUnderWay(Mailing mailing) {
    return mailing.deliveries().stream().map(Delivery::deliveryId).anyMatch(underWay::contains);
  }

  /** Takes the place of a call if there is one; then it is made, or the place is given back. */
  boolean enter(Mailing mailing, Instant now) {
    Endpoint endpoint = mailing.endpoint();
    Instant until = paused.get(endpoint.address());
    if (until != null && !until.isAfter(now)) {
      paused.remove(endpoint.address());
      until = null;
    }
    if (until != null
        || busy.size() >= callsAtATime
        || busy.contains(endpoint.address())
        || !breaker.tryAcquirePermission()) {
      return false;
    }
    busy.add(endpoint.address());
    mailing.deliveries().forEach(delivery -> underWay.add(delivery.deliveryId()));
    return true;
  }

  /** Gives back the place of a call that is not made. */
  void leave(Mailing mailing) {
    breaker.releasePermission();
    free(mailing);
  }

  void start(Call call) {
    workers.execute(
        () -> {
          Answer answer =
              new Answer(
                  call,
                  new SendResult.Ambiguous(DeliveryReason.ANSWER_UNREADABLE, "the call failed"),
                  false,
                  clock.instant());
          try {
            answer = call.make(channel, clock);
          } catch (RuntimeException e) {
            LOG.error(
                "Channel {} failed without an answer", channel.kind().label(), withoutMessage(e));
          } finally {
            // Whatever happened: a call without an answer would hold back its address for ever.
            answers.accept(answer);
          }
        });
  }

  /** What it says may repeat the message that was to be sent, or a token. */
  private static Exception withoutMessage(RuntimeException failure) {
    Exception bare = new Exception(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }

  /** Takes in what became of a call, once, before anything else begins. */
  void settle(Answer answer) {
    free(answer.call().mailing());
    SendResult result = answer.result();
    if (result instanceof SendResult.Wait wait) {
      paused.put(answer.call().mailing().endpoint().address(), answer.at().plus(wait.retryAfter()));
    }
    if (isTrouble(result)) {
      breaker.onError(0, TimeUnit.NANOSECONDS, new TroubleException(result.reason()));
    } else if (result instanceof SendResult.Wait) {
      breaker.releasePermission();
    } else {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }

  /** Whether it tells of the other side and not of the message. */
  private static boolean isTrouble(SendResult result) {
    return switch (result.reason()) {
      case CONNECT_FAILED,
          NOT_SECURE,
          SERVER_ERROR,
          TIMED_OUT,
          CONNECTION_LOST,
          ANSWER_UNREADABLE ->
          true;
      case ACCEPTED,
          ACCEPTED_AS_PLAIN_TEXT,
          NOTHING_TO_SHOW,
          RATE_LIMITED,
          PACED,
          TEMPORARILY_REFUSED,
          CREDENTIALS_REFUSED,
          PERMISSION_MISSING,
          ADDRESS_UNKNOWN,
          ADDRESS_CLOSED,
          NOT_CONFIGURED,
          ANCHOR_GONE,
          CONTENT_REFUSED,
          REFUSED,
          NO_LOOKUP ->
          false;
    };
  }

  private void free(Mailing mailing) {
    busy.remove(mailing.endpoint().address());
    mailing.deliveries().forEach(delivery -> underWay.remove(delivery.deliveryId()));
  }

  /** Ends the workers, and the channel after them. */
  @Override
  public void close() {
    workers.shutdownNow();
    channel.close();
  }

  /** What the breaker is told; it is never thrown. */
  private static final class TroubleException extends Exception {
    private static final long serialVersionUID = 1L;

    TroubleException(DeliveryReason reason) {
      super(reason.label(), null, false, false);
    }
  }
}
