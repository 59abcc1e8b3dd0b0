package io.pipelinemonitor.alerts.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody who looks what has changed in their view: first all of it, then patches, at most
 * four a second. Whoever is slow gets fewer and larger ones, and is let go when nothing at all gets
 * through; neither keeps the others, or what is read from Kafka, waiting.
 */
final class EventStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Duration PULSE = Duration.ofMillis(250);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Function<View, ObjectNode> documents;
  private final int most;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService pulse;
  private final ExecutorService senders;
  private volatile boolean changed;

  EventStreams(Function<View, ObjectNode> documents, int most) {
    this.documents = documents;
    this.most = most;
    this.pulse = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "console-pulse"));
    this.senders = Executors.newCachedThreadPool(task -> daemon(task, "console-sender"));
    ScheduledFuture<?> unused =
        pulse.scheduleWithFixedDelay(this::beat, 0, PULSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Somebody looks; whatever was told before, the whole view comes first. */
  void open(SseClient client, View view) {
    if (subscribers.size() >= most) {
      throw new ConsoleProblem(
          HttpStatus.SERVICE_UNAVAILABLE, "too_many", "too many pages are open; close some");
    }
    Subscriber subscriber = new Subscriber(client, view);
    client.keepAlive();
    client.onClose(() -> subscribers.remove(subscriber));
    subscribers.add(subscriber);
  }

  /** Something has changed; returns at once. */
  void changed() {
    changed = true;
  }

  int size() {
    return subscribers.size();
  }

  private void beat() {
    try {
      boolean news = changed;
      changed = false;
      long now = System.nanoTime();
      Map<View, ObjectNode> made = new HashMap<>();
      for (Subscriber subscriber : subscribers) {
        tell(subscriber, news, now, made);
      }
    } catch (RuntimeException e) {
      // An exception would end the schedule; the next beat may go better.
      LOG.warn("The console could not tell what changed: {}", e.toString());
    }
  }

  private void tell(Subscriber subscriber, boolean news, long now, Map<View, ObjectNode> made) {
    subscriber.due |= news;
    if (subscriber.sendingSince != 0) {
      if (now - subscriber.sendingSince > PATIENCE.toNanos()) {
        LOG.info("A page that takes nothing any more is let go");
        subscribers.remove(subscriber);
      }
      return;
    }
    boolean silent = now - subscriber.sentAt > SILENCE.toNanos();
    if (!subscriber.due && subscriber.sent != null && !silent) {
      return;
    }
    ObjectNode document =
        subscriber.due || subscriber.sent == null
            ? made.computeIfAbsent(subscriber.view, documents)
            : subscriber.sent;
    subscriber.due = false;
    subscriber.sendingSince = now;
    try {
      senders.execute(() -> send(subscriber, document, silent));
    } catch (RejectedExecutionException e) {
      subscribers.remove(subscriber);
    }
  }

  private void send(Subscriber subscriber, ObjectNode document, boolean silent) {
    SseClient client = subscriber.client;
    ObjectNode before = subscriber.sent;
    if (before == null) {
      subscriber.emit("state", document);
    } else {
      ObjectNode patch = MergePatch.between(before, document);
      if (!patch.isEmpty()) {
        subscriber.emit("patch", patch);
      } else if (silent) {
        subscriber.emit("ping", JsonNodeFactory.instance.objectNode());
      }
    }
    subscriber.sent = document;
    subscriber.sendingSince = 0;
    if (client.terminated()) {
      subscribers.remove(subscriber);
    }
  }

  @Override
  public void close() {
    pulse.shutdownNow();
    senders.shutdownNow();
    subscribers.forEach(subscriber -> subscriber.client.close());
    subscribers.clear();
  }

  /** One open page. The pulse decides, and one sender at a time sends. */
  private static final class Subscriber {
    private final SseClient client;
    private final View view;
    private long number;
    private boolean due;
    private volatile long sentAt = System.nanoTime();
    private volatile long sendingSince;
    private volatile @Nullable ObjectNode sent;

    private Subscriber(SseClient client, View view) {
      this.client = client;
      this.view = view;
    }

    private void emit(String event, ObjectNode content) {
      number++;
      client.sendEvent(event, content.toString(), String.valueOf(number));
      sentAt = System.nanoTime();
    }
  }
}
