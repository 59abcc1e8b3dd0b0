package io.pipelinemonitor.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pipelinemonitor.local.outbox.Outbox;
import io.pipelinemonitor.local.outbox.OutboxReader;
import io.pipelinemonitor.local.outbox.SlackWorkspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Those who are told, outside of the process that tells them: a mail server, a stand-in for Slack
 * and a program that takes webhooks. What people see is recognised by the id of the step, which the
 * sentence holds.
 */
final class ToldOutside implements AutoCloseable {

  private static final String CRM = "crm";
  private static final Pattern STEP = Pattern.compile("step (\\S+-\\d+)\\.");
  private static final String MARK = "Possible repeat";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long READ_EVERY_MILLIS = 100;

  /** Nobody presses a button here. */
  private static final SlackWorkspace SILENT =
      new SlackWorkspace(URI.create("http://127.0.0.1:1/slack/interactions"), Map::of);

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final Outbox outbox = Outbox.start(0, SILENT, Clock.systemUTC());
  private final OutboxReader reader = new OutboxReader(outbox.url());
  private final ScheduledExecutorService readings = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService answers = Executors.newCachedThreadPool();
  private final HttpServer crm;
  private long last;

  private ToldOutside() throws IOException {
    crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** Begins to listen. */
  static ToldOutside start() throws IOException {
    ToldOutside outside = new ToldOutside();
    outside.crm.setExecutor(outside.answers);
    outside.crm.createContext("/", outside::take);
    outside.crm.start();
    var unused =
        outside.readings.scheduleWithFixedDelay(
            outside::readQuietly, 0, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return outside;
  }

  /** The settings of channels that lead here. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(outbox.environment(Map.of()));
    environment.put("WEBHOOKS", CRM);
    environment.put("WEBHOOK_HOSTS", "127.0.0.1");
    environment.put("WEBHOOK_CRM_URL", "http://127.0.0.1:" + crm.getAddress().getPort() + "/");
    environment.put("WEBHOOK_CRM_KEY", "a key of nobody's but ours");
    return environment;
  }

  /** All that was told until now, of each channel in order. */
  List<Told> told() throws InterruptedException {
    read();
    return List.copyOf(told);
  }

  private void readQuietly() {
    try {
      read();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The outbox keeps a thousand messages, so it is read again and again. */
  private synchronized void read() throws InterruptedException {
    for (JsonNode message : reader.after(last)) {
      last = message.path("number").asLong();
      // A message in Slack that is changed calls nobody.
      if (!message.path("act").asText().equals("change")) {
        String text = message.path("text").asText();
        Matcher step = STEP.matcher(text);
        told.add(
            new Told(
                message.path("medium").asText(),
                message.path("to").asText(),
                step.find() ? step.group(1) : text,
                text.contains(MARK),
                Instant.parse(message.path("at").asText())));
      }
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode step = JSON.readTree(exchange.getRequestBody());
      told.add(
          new Told(
              "webhook",
              CRM,
              step.path("alertEventId").asText(),
              step.path("possibleRepeat").asBoolean(),
              Instant.now()));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    readings.shutdownNow();
    crm.stop(0);
    answers.shutdownNow();
    outbox.close();
  }
}
