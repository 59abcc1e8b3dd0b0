package io.pipelinemonitor.local.outbox;

import com.google.common.escape.Escaper;
import com.google.common.html.HtmlEscapers;
import io.pipelinemonitor.local.outbox.OutboxMessage.Act;
import io.pipelinemonitor.local.outbox.OutboxMessage.Medium;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was told, as a page without script: conversations, the one with the newest message first.
 */
final class OutboxPage {

  private static final int MOST_CONVERSATIONS = 100;
  private static final Escaper ESCAPER = HtmlEscapers.htmlEscaper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** Where forms go. */
  static final String PRESS = "/press";

  private final StringBuilder html = new StringBuilder();
  private final Map<String, String> people;
  private final String token;

  private OutboxPage(Map<String, String> people, String token) {
    this.people = people;
    this.token = token;
  }

  /**
   * The page.
   *
   * @param kept in the order in which they came
   * @param count how many there were in all
   * @param people names by the id in Slack
   * @param token that forms send along
   * @param pressed with which status the last press was answered; 0: nothing was pressed
   */
  static String of(
      List<OutboxMessage> kept, long count, Map<String, String> people, String token, int pressed) {
    Map<Long, List<OutboxMessage>> conversations = new LinkedHashMap<>();
    for (OutboxMessage message : kept) {
      // To the end with the whole of it.
      List<OutboxMessage> conversation = conversations.remove(message.conversation());
      conversation = conversation == null ? new ArrayList<>() : conversation;
      conversation.add(message);
      conversations.put(message.conversation(), conversation);
    }
    OutboxPage page = new OutboxPage(people, token);
    page.open(kept.size(), count, pressed);
    List<List<OutboxMessage>> newestLast = List.copyOf(conversations.values());
    int first = Math.max(0, newestLast.size() - MOST_CONVERSATIONS);
    for (int i = newestLast.size() - 1; i >= first; i--) {
      page.conversation(newestLast.get(i));
    }
    if (first > 0) {
      page.line(
          "<p>and %s older conversations: <code>monitor outbox</code> shows them</p>",
          String.valueOf(first));
    }
    page.line("</body>");
    page.line("</html>");
    return page.html.toString();
  }

  private void open(int kept, long count, int pressed) {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<title>Outbox</title>");
    line("<link rel=\"stylesheet\" href=\"/outbox.css\">");
    line("</head>");
    line("<body>");
    line("<h1>Outbox</h1>");
    if (pressed != 0) {
      line("<p class=\"news\">%s <a href=\"/\">Reload</a></p>", whatCameOf(pressed));
    }
    line(
        "<p>What would go to Slack and by mail stays here, because the environment names no way to"
            + " people. Messages of this run: %s, of which %s are kept. Reload for newer ones.</p>",
        String.valueOf(count), String.valueOf(kept));
    if (kept == 0) {
      line("<p>%s</p>", Outbox.NOTHING_YET);
    }
  }

  private static String whatCameOf(int pressed) {
    return switch (pressed) {
      case 200 -> "The alerts service took it. What follows is here in a moment.";
      case 410 -> "The message has changed: that button is not there any more.";
      case ButtonPresses.NO_ANSWER -> "The alerts service did not answer. Try again.";
      default -> "The alerts service did not take it: it answered %d.".formatted(pressed);
    };
  }

  private void conversation(List<OutboxMessage> conversation) {
    OutboxMessage first = conversation.get(0);
    line("<article>");
    String name = people.get(first.to());
    line(
        "<h2>%s %s</h2>",
        first.medium() == Medium.SLACK ? "Slack" : "Mail",
        name == null ? first.to() : "%s (%s)".formatted(name, first.to()));
    if (first.act() != Act.NEW) {
      line("<p class=\"note\">How it began is not kept any more.</p>");
    }
    if (first.medium() == Medium.EMAIL) {
      conversation.forEach(this::mail);
    } else {
      Map<String, List<OutboxMessage>> versions = new LinkedHashMap<>();
      for (OutboxMessage message : conversation) {
        versions.computeIfAbsent(message.reference(), reference -> new ArrayList<>()).add(message);
      }
      versions.values().forEach(this::post);
    }
    line("</article>");
  }

  private void mail(OutboxMessage mail) {
    line("<section class=\"%s\">", mail.act().label());
    line("<h3>%s</h3>", mail.subject() == null ? "(no subject)" : mail.subject());
    line("<p class=\"note\">%s, message %s</p>", time(mail.at()), String.valueOf(mail.number()));
    if (mail.html() == null) {
      line("<pre>%s</pre>", mail.text());
    } else {
      line(
          "<iframe sandbox loading=\"lazy\" title=\"mail %s\" src=\"/mails/%s\"></iframe>",
          String.valueOf(mail.number()), String.valueOf(mail.number()));
      line("<details><summary>as text</summary><pre>%s</pre></details>", mail.text());
    }
    line("</section>");
  }

  /**
   * A message in Slack as it is now, and what it was before.
   *
   * @param versions the oldest first
   */
  private void post(List<OutboxMessage> versions) {
    OutboxMessage first = versions.get(0);
    OutboxMessage now = versions.get(versions.size() - 1);
    int changes = (int) versions.stream().filter(version -> version.act() == Act.CHANGE).count();
    line("<section class=\"%s\">", first.act().label());
    line(
        "<p class=\"note\">%s, message %s%s</p>",
        time(first.at()),
        String.valueOf(first.number()),
        switch (changes) {
          case 0 -> "";
          case 1 -> ", changed " + time(now.at());
          default -> ", changed %d times, last %s".formatted(changes, time(now.at()));
        });
    line("<pre>%s</pre>", now.text());
    buttons(now);
    if (versions.size() > 1) {
      line("<details><summary>as it was before</summary>");
      for (OutboxMessage version : versions.subList(0, versions.size() - 1)) {
        line("<p class=\"note\">%s</p>", time(version.at()));
        line("<pre>%s</pre>", version.text());
      }
      line("</details>");
    }
    line("</section>");
  }

  /** As a form, so that nothing has to run on the page. */
  private void buttons(OutboxMessage message) {
    if (message.buttons().isEmpty()) {
      return;
    }
    line("<form method=\"post\" action=\"%s\">", PRESS);
    hidden("token", token);
    hidden("message", message.reference());
    if (people.isEmpty() || SlackStandIn.isPerson(message.to())) {
      hidden("user", people.containsKey(message.to()) ? message.to() : SlackWorkspace.SOMEBODY);
    } else {
      everybody();
    }
    message
        .buttons()
        .forEach(
            button ->
                line(
                    "<button name=\"action\" value=\"%s\">%s</button>",
                    button.actionId(), button.label()));
    line("</form>");
  }

  private void hidden(String name, String value) {
    line("<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
  }

  /** In a channel anybody may press. */
  private void everybody() {
    line("<label>as <select name=\"user\">");
    people.entrySet().stream()
        .sorted(Map.Entry.<String, String>comparingByValue().thenComparing(Map.Entry::getKey))
        .forEach(
            person -> line("<option value=\"%s\">%s</option>", person.getKey(), person.getValue()));
    line("</select></label>");
  }

  private static String time(Instant moment) {
    return TIME.format(moment);
  }

  /** Everything that is filled in is escaped, and nothing else is written. */
  private void line(String pattern, String... texts) {
    Object[] escaped = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      escaped[i] = ESCAPER.escape(texts[i]);
    }
    html.append(texts.length == 0 ? pattern : String.format(pattern, escaped)).append('\n');
  }
}
