package io.pipelinemonitor.alerts.delivery;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.channel.ScriptedHttpServer;
import io.pipelinemonitor.alerts.channel.ScriptedHttpServer.Answer;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.alertmanager.AlertmanagerChannel;
import io.pipelinemonitor.alerts.channel.alertmanager.AlertmanagerSettings;
import io.pipelinemonitor.alerts.channel.email.EmailChannel;
import io.pipelinemonitor.alerts.channel.email.EmailSettings;
import io.pipelinemonitor.alerts.channel.email.ScriptedMailServer;
import io.pipelinemonitor.alerts.channel.email.ScriptedMailServer.Point;
import io.pipelinemonitor.alerts.channel.slack.ScriptedSlack;
import io.pipelinemonitor.alerts.channel.slack.SlackChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookChannel;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookSettings;
import io.pipelinemonitor.alerts.channel.webhook.WebhookChannel;
import io.pipelinemonitor.alerts.channel.webhook.WebhookSettings;
import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.StepBuilder;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the service logs, as it is configured to, while others refuse its messages in every way and
 * repeat what they say.
 */
class LogContentTest {

  private static final String POST = "chat.postMessage";
  private static final String STEPS = "/steps";
  private static final String KEY = "k3y-of-the-webhook-that-nobody-may-see";
  private static final String PASSWORD = "p4ss-of-the-mail-server";
  private static final String SAID = "Nightingale is lost";
  private static final String DEAL = "Merger of Heron and Egret";
  private static final String ECHO = SAID + ", " + DEAL;
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final StringWriter logged = new StringWriter();
  private final World world = new World();
  private final ScriptedSlack slack = new ScriptedSlack();
  private final ScriptedMailServer mail = new ScriptedMailServer();
  private final ScriptedHttpServer http =
      ScriptedHttpServer.start(request -> new Answer(200, "ok", Map.of()));

  /** As the service does, but for where it goes. */
  @BeforeEach
  void listen() {
    Configurator.reconfigure(URI.create("classpath:alerts-service-log4j2.xml"));
    LoggerContext context = LoggerContext.getContext(false);
    Appender console = context.getConfiguration().getAppender("console");
    Appender listener =
        WriterAppender.newBuilder()
            .setName("listener")
            .setLayout(console.getLayout())
            .setTarget(logged)
            .build();
    listener.start();
    context.getRootLogger().addAppender(listener);
    context.getRootLogger().removeAppender(console);
  }

  @AfterEach
  void close() {
    Configurator.reconfigure();
    slack.close();
    mail.close();
    http.close();
  }

  private EmailChannel email(String password) {
    return new EmailChannel(
        new EmailSettings(
            "localhost",
            mail.port(),
            EmailSettings.Encryption.NONE,
            password.isEmpty() ? null : "monitor",
            password.isEmpty() ? null : Secret.of(password),
            "monitor@example.com",
            PATIENT,
            PATIENT),
        world.clock);
  }

  private WebhookChannel webhook() {
    return new WebhookChannel(
        new WebhookSettings(
            Map.of(
                "crm",
                new WebhookSettings.Target(
                    Secret.of(http.address(STEPS) + "?token=" + KEY), Secret.of(KEY))),
            Set.of("localhost"),
            ScriptedHttpServer.PATIENT),
        world.clock);
  }

  private AlertmanagerChannel alertmanager() {
    return new AlertmanagerChannel(
        new AlertmanagerSettings(
            http.address("/am/"),
            Secret.of(KEY),
            Map.of(),
            Duration.ofDays(92),
            ScriptedHttpServer.PATIENT),
        world.clock);
  }

  @Test
  void nothingOfWhatMessagesSayNorWhoIsToldNorASecretIsLogged() {
    world.calling(
        new SlackChannel(slack.settings(), world.clock), email(""), webhook(), alertmanager());
    world.routing(
        List.of("dora", "ann", "board@example.com", "no.such.person@example.com"),
        List.of("slack", "email", "webhook:crm", "alertmanager"));
    slack.fail(POST, "invalid_blocks");
    mail.sayTo("board@example.com", "550 5.7.1 <board@example.com> is not to hear that " + ECHO);
    mail.sayTo("ann@example.com", "451 4.7.1 later, ann@example.com: " + ECHO);
    http.refuse(STEPS, new Answer(410, ECHO, Map.of()));
    http.refuse("/alerts", new Answer(400, ECHO, Map.of()));
    world.take(hostile("a"));
    mail.say(Point.END_OF_DATA, "554 5.7.1 we do not carry '" + ECHO + "'");
    slack.fail(POST, "missing_scope");
    world.after(Duration.ofMinutes(1)).take(hostile("b"));
    mail.goAwayAt(Point.END_OF_DATA);
    for (int i = 0; i < 20; i++) {
      slack.server.refuse(POST, new Answer(503, ECHO, Map.of()));
    }
    world.take(hostile("c"), hostile("d"), hostile("e")).forAWhile(Duration.ofMinutes(10));
    mail.behave();
    world.take(hostile("f"), end("a"), end("b")).forAWhile(Duration.ofMinutes(20));

    assertThat(logged.toString())
        .as("it is logged that something went wrong")
        .contains(
            "Delivery a-1|…@example.com|email:…@example.com given up",
            "given up: address_unknown",
            "given up: content_refused",
            "given up: permission_missing",
            "given up: address_closed",
            "Slack refused the form of a message",
            "CLOSED_TO_OPEN");
    assertNothingIsGivenAway();
  }

  @Test
  void neitherIsAnythingOfThoseWhoOnlyHaveAWebhookOfSlackOrAWrongPassword() {
    world.calling(
        new SlackWebhookChannel(
            new SlackWebhookSettings(
                Secret.of(http.address("/services/" + KEY).toString()),
                false,
                Duration.ofSeconds(1),
                ScriptedHttpServer.PATIENT),
            world.clock),
        email(PASSWORD));
    world.routing(List.of("dora", "ann"), List.of());
    http.refuse(KEY, new Answer(400, "invalid_blocks", Map.of()));
    http.refuse(KEY, new Answer(403, ECHO, Map.of()));
    world.take(hostile("a")).after(Duration.ofSeconds(10));

    assertThat(logged.toString())
        .contains("Slack refused the form", "given up: permission_missing");
    assertNothingIsGivenAway();
  }

  @Test
  void neitherIsATokenThatCannotEvenBeSent() {
    world.calling(
        new SlackChannel(
            new SlackSettings(
                slack.settings().api(),
                Secret.of("xoxb\n" + KEY),
                false,
                Duration.ofSeconds(1),
                ScriptedHttpServer.PATIENT),
            world.clock));
    world.take(hostile("a"));

    assertThat(logged.toString()).contains("Channel slack failed without an answer");
    assertNothingIsGivenAway();
  }

  private void assertNothingIsGivenAway() {
    assertThat(logged.toString())
        .doesNotContain(
            "Nightingale",
            "Heron",
            "dora@",
            "ann@",
            "board@",
            "no.such.person@",
            "operator@",
            KEY,
            PASSWORD,
            ScriptedSlack.TOKEN);
    assertThat(logged.toString().lines())
        .as("no line is forged")
        .noneMatch(line -> line.startsWith("FORGED"));
  }

  private static AlertEvent hostile(String incidentId) {
    return saying(incidentId).number(1).build();
  }

  private static AlertEvent end(String incidentId) {
    return saying(incidentId).number(2).taking(Transition.RESOLVED).build();
  }

  private static StepBuilder saying(String incidentId) {
    return step()
        .of(incidentId)
        .saying(SAID + "\r\nFORGED 100 %s {} ${java:version}\u0000")
        .explainedBy(
            -171_234_567,
            new DealChange("d-1", DEAL, DealCause.PUSHED_OUT, "2026-Q2", -91_900_000, true));
  }
}
