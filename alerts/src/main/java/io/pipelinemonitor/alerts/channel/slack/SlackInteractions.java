package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.rendering.BlockKit;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people answer by the buttons of a message: each press becomes a command, and Slack hears
 * within its three seconds whether it was recorded. If it was not, Slack shows that to whoever
 * pressed.
 */
public final class SlackInteractions {
  private static final Logger LOG = LoggerFactory.getLogger(SlackInteractions.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAYLOAD = "payload=";

  /** What is left of Slack's three seconds is for the way there and back. */
  private static final Duration RECORD_LIMIT = Duration.ofSeconds(2);

  /** A recorder may block where Kafka is away, and people press few buttons. */
  private static final Executor THREAD_OF_ITS_OWN =
      task -> {
        Thread thread = new Thread(task, "slack-interaction");
        thread.setDaemon(true);
        thread.start();
      };

  /**
   * What the interactions need to know.
   *
   * @param signingSecret of the Slack app
   * @param snooze for how long the button asks for quiet
   */
  public record Settings(Secret signingSecret, Duration snooze) {

    private static final Duration A_DAY = Duration.ofDays(1);

    /**
     * As the environment says; null: there is no signing secret.
     *
     * @param environment as of {@link System#getenv()}
     */
    public static @Nullable Settings from(Map<String, String> environment) {
      Secret signingSecret = Secret.from(environment, SlackSettings.SIGNING_SECRET);
      return signingSecret == null ? null : new Settings(signingSecret, A_DAY);
    }
  }

  /**
   * A request of Slack.
   *
   * @param timestamp the header {@code X-Slack-Request-Timestamp}; null: there is none
   * @param signature the header {@code X-Slack-Signature}; null: there is none
   * @param body as it came in, before anything decodes it
   */
  public record Request(@Nullable String timestamp, @Nullable String signature, String body) {}

  private final Settings settings;
  private final UnaryOperator<String> whoIs;
  private final Function<AlertCommand, ? extends CompletionStage<?>> recorder;
  private final Clock clock;
  private final InstantSource asOf;

  /**
   * Interactions that are recorded.
   *
   * @param whoIs the member id of a Slack user id; what is not known stays as it is
   * @param recorder writes a command to {@code monitor.commands}; it ends when Kafka has it
   * @param clock of the wall
   * @param asOf as of when a press takes effect: now, by the clock that the jobs go by
   */
  public SlackInteractions(
      Settings settings,
      UnaryOperator<String> whoIs,
      Function<AlertCommand, ? extends CompletionStage<?>> recorder,
      Clock clock,
      InstantSource asOf) {
    this.settings = settings;
    this.whoIs = whoIs;
    this.recorder = recorder;
    this.clock = clock;
    this.asOf = asOf;
  }

  /** Takes in a request; the HTTP status with which it is answered, and there is no body. */
  public int answer(Request request) {
    if (!SlackSignature.isGenuine(
        settings.signingSecret(),
        request.timestamp(),
        request.signature(),
        request.body(),
        clock.instant())) {
      LOG.warn("A request for Slack's interactions is not signed by Slack, or not of now");
      return 401;
    }
    List<AlertCommand> commands;
    try {
      commands = commands(request.body(), asOf.instant().truncatedTo(ChronoUnit.MILLIS));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      LOG.warn("An interaction of Slack makes no sense: {}", e.getClass().getSimpleName());
      return 400;
    }
    return isRecorded(commands) ? 200 : 503;
  }

  private List<AlertCommand> commands(String body, Instant now) throws JsonProcessingException {
    if (!body.startsWith(PAYLOAD)) {
      throw new IllegalArgumentException("there is no payload");
    }
    JsonNode payload =
        JSON.readTree(URLDecoder.decode(body.substring(PAYLOAD.length()), StandardCharsets.UTF_8));
    if (!payload.isObject()) {
      throw new IllegalArgumentException("the payload is no object");
    }
    String user = payload.path("user").path("id").asText();
    List<AlertCommand> commands = new ArrayList<>();
    for (JsonNode action : payload.path("actions")) {
      AlertCommandType type = type(action.path("action_id").asText());
      if (type != null) {
        commands.add(command(type, action, user, now));
      }
    }
    return commands;
  }

  /** What a button asks for; null: nothing, as the one that opens a page. */
  private static @Nullable AlertCommandType type(String actionId) {
    return switch (actionId) {
      case BlockKit.ACKNOWLEDGE -> AlertCommandType.ACK;
      case BlockKit.SNOOZE -> AlertCommandType.SNOOZE;
      default -> null;
    };
  }

  private AlertCommand command(AlertCommandType type, JsonNode action, String user, Instant now) {
    String value = action.path("value").asText();
    int bar = value.indexOf('|');
    if (bar < 1 || bar == value.length() - 1 || user.isEmpty()) {
      throw new IllegalArgumentException("it does not say who presses what of which incident");
    }
    // A press has a time of its own, so that one that comes again is known.
    String press = String.join("|", user, action.path("action_ts").asText(), type.name(), value);
    return AlertCommand.newBuilder()
        .setCommandId("slack-" + Hashing.sha256().hashString(press, StandardCharsets.UTF_8))
        .setIncidentId(value.substring(0, bar))
        .setDedupKey(value.substring(bar + 1))
        .setCommand(type)
        .setIssuedBy(whoIs.apply(user))
        .setIssuedAt(now)
        .setUntil(type == AlertCommandType.SNOOZE ? now.plus(settings.snooze()) : null)
        .build();
  }

  private boolean isRecorded(List<AlertCommand> commands) {
    long deadline = System.nanoTime() + RECORD_LIMIT.toNanos();
    try {
      for (AlertCommand command : commands) {
        CompletableFuture.supplyAsync(
                () -> recorder.apply(command).toCompletableFuture().join(), THREAD_OF_ITS_OWN)
            .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        LOG.info(
            "{} of {} by {}", command.getCommand(), command.getIncidentId(), command.getIssuedBy());
      }
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A press of a button in Slack could not be recorded: {}", e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
