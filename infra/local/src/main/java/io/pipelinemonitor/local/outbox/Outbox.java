package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.Resources;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.email.EmailSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackSettings;
import io.pipelinemonitor.alerts.channel.slack.SlackWebhookSettings;
import io.pipelinemonitor.local.outbox.OutboxMessage.Medium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages that would otherwise go to Slack and by mail, over the network, and shows them at
 * a page. It keeps the newest of its own lifetime and listens on this machine only.
 */
public final class Outbox implements AutoCloseable {

  /** Where there are no messages. */
  public static final String NOTHING_YET =
      "Nothing was told yet. What is not critical waits for the end of quiet hours and days.";

  static final String HOST = "127.0.0.1";

  /** From which number on messages are asked for. */
  static final String MESSAGES_AFTER = "/messages.json?after=";

  /** With which status the last press was answered. */
  private static final String PRESSED = "pressed";

  private static final int MOST = 1_000;
  private static final String FROM = "pipeline-monitor@outbox.example";
  private static final Set<String> OUR_NAMES = Set.of(HOST, "localhost");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STYLE = resource("outbox.css");

  /** Nothing runs and nothing is fetched, whatever a message says. */
  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  /** The same, and nothing is sent; a mail has its styles in itself. */
  private static final String MAIL_POLICY =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'";

  private final String token = secret();
  private final String signingSecret = secret();

  /** Of the forms of this run: a page elsewhere does not know it. */
  private final String formToken = secret();

  private final SlackWorkspace workspace;
  private final ButtonPresses presses;
  private final KeptMessages messages;
  private final SlackStandIn slack;
  private final MailServer mail;
  private final Javalin web;
  private final String url;

  private Outbox(int port, int most, SlackWorkspace workspace, Clock clock) {
    this.workspace = workspace;
    this.presses = new ButtonPresses(workspace.interactivity(), signingSecret, clock);
    this.messages = new KeptMessages(most);
    this.slack = new SlackStandIn(messages, most, token, clock);
    this.mail = MailServer.start(messages, clock);
    this.web = Javalin.create(this::configure);
    try {
      web.start(HOST, port);
    } catch (RuntimeException e) {
      mail.close();
      throw e;
    }
    this.url = url(web.port());
  }

  /**
   * Starts to listen.
   *
   * @param port of the page and of the stand-in for Slack; 0: any that is free
   * @param workspace whose Slack it stands in for
   * @param clock of the wall
   */
  public static Outbox start(int port, SlackWorkspace workspace, Clock clock) {
    return start(port, MOST, workspace, clock);
  }

  static Outbox start(int port, int most, SlackWorkspace workspace, Clock clock) {
    return new Outbox(port, most, workspace, clock);
  }

  private static String secret() {
    return "outbox-" + UUID.randomUUID();
  }

  /**
   * Whether the environment names no way to people, so that messages need a place to go.
   *
   * @param environment as of {@link System#getenv()}
   * @throws IllegalArgumentException if it names one by half
   */
  public static boolean isWanted(Map<String, String> environment) {
    return SlackSettings.from(environment) == null
        && SlackWebhookSettings.from(environment) == null
        && EmailSettings.from(environment) == null;
  }

  /** The environment in which Slack and mail lead here, and everything else where it did. */
  public Map<String, String> environment(Map<String, String> given) {
    Map<String, String> environment = new HashMap<>(given);
    environment.put(SlackSettings.TOKEN, token);
    environment.put(SlackSettings.API, url() + "/api/");
    environment.remove(Secret.inFile(SlackSettings.SIGNING_SECRET));
    environment.put(SlackSettings.SIGNING_SECRET, signingSecret);
    environment.put(EmailSettings.SERVER, "smtp+plain://" + HOST + ':' + mail.port());
    environment.put(EmailSettings.FROM, FROM);
    return Map.copyOf(environment);
  }

  /** Where the page is. */
  public String url() {
    return url;
  }

  /** Where the page of an outbox is that listens on that port. */
  public static String url(int port) {
    return "http://" + HOST + ':' + port;
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.routes.before(Outbox::guard);
    config.routes.get("/", this::page);
    config.routes.post(OutboxPage.PRESS, this::press);
    config.routes.get("/outbox.css", context -> context.contentType("text/css").result(STYLE));
    config.routes.get("/messages.json", this::list);
    config.routes.get("/mails/{number}", this::mail);
    config.routes.post("/api/{method}", this::slack);
  }

  /** A page elsewhere that calls this machine by a name of its own gets nothing. */
  private static void guard(Context context) {
    if (!OUR_NAMES.contains(hostName(context.header("Host")))) {
      throw new ForbiddenResponse("ask for it as " + HOST);
    }
    context.header("Content-Security-Policy", PAGE_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    // Without it a browser does not say that the forms are of this page.
    context.header("Referrer-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  }

  private static String hostName(@Nullable String host) {
    try {
      String name = new URI("http://" + host).getHost();
      return name == null ? "" : name;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private void page(Context context) {
    context.html(
        OutboxPage.of(
            messages.after(0),
            messages.count(),
            workspace.people().get(),
            formToken,
            (int) number(context.queryParam(PRESSED))));
  }

  /** Somebody presses a button, and comes back to the page, which says what came of it. */
  private void press(Context context) throws InterruptedException {
    requireOwnForm(context);
    String user = field(context, "user");
    if (!user.equals(SlackWorkspace.SOMEBODY) && !workspace.people().get().containsKey(user)) {
      throw new BadRequestResponse("nobody has that id");
    }
    ObjectNode payload = slack.press(field(context, "message"), field(context, "action"), user);
    int status = payload == null ? HttpStatus.GONE.getCode() : presses.post(payload);
    context.redirect("/?" + PRESSED + '=' + status, HttpStatus.SEE_OTHER);
  }

  /** Whoever may not read the page does not know its token, and browsers say where a form is. */
  private void requireOwnForm(Context context) {
    String site = context.header("Sec-Fetch-Site");
    String origin = context.header("Origin");
    boolean own =
        (site == null || site.equals("same-origin"))
            && (origin == null || origin.equals("http://" + context.header("Host")))
            && MessageDigest.isEqual(
                formToken.getBytes(StandardCharsets.UTF_8),
                field(context, "token").getBytes(StandardCharsets.UTF_8));
    if (!own) {
      throw new ForbiddenResponse("press the buttons of the page");
    }
  }

  private static String field(Context context, String name) {
    String value = context.formParam(name);
    return value == null ? "" : value;
  }

  private void list(Context context) {
    ObjectNode answer = JSON.createObjectNode();
    var list = answer.putArray("messages");
    Map<String, String> people = workspace.people().get();
    messages
        .after(number(context.queryParam("after")))
        .forEach(message -> list.add(OutboxJson.of(message, people)));
    context.contentType("application/json; charset=utf-8").result(answer.toString());
  }

  private void mail(Context context) {
    String html =
        messages
            .of(number(context.pathParam("number")))
            .filter(message -> message.medium() == Medium.EMAIL)
            .map(OutboxMessage::html)
            .orElseThrow(() -> new NotFoundResponse("no such mail is kept"));
    context.header("Content-Security-Policy", MAIL_POLICY).html(html);
  }

  private void slack(Context context) {
    String type = context.contentType();
    ObjectNode arguments;
    if (type != null && type.startsWith("application/json")) {
      arguments = SlackStandIn.arguments(context.body());
    } else {
      arguments = JSON.createObjectNode();
      context.formParamMap().forEach((name, values) -> arguments.put(name, values.get(0)));
    }
    ObjectNode answer =
        slack.answer(context.pathParam("method"), context.header("Authorization"), arguments);
    context.contentType("application/json; charset=utf-8").result(answer.toString());
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new NotFoundResponse("messages have numbers");
    }
  }

  private static String resource(String name) {
    try {
      return Resources.toString(Resources.getResource(Outbox.class, name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }

  @Override
  public void close() {
    web.stop();
    mail.close();
  }
}
