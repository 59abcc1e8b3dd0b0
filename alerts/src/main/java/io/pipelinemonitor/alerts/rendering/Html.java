package io.pipelinemonitor.alerts.rendering;

import com.google.common.escape.Escaper;
import com.google.common.html.HtmlEscapers;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Link;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.Message.DealTable;
import org.jspecify.annotations.Nullable;

/**
 * Messages as HTML for mail: no script, no style sheet, no picture, one column that is as narrow as
 * the screen, and headings and rows that read well where styles are ignored. Text and background
 * are the reader's own, light or dark; the few colours can be told from both.
 */
public final class Html {

  private static final Escaper ESCAPER = HtmlEscapers.htmlEscaper();
  private static final String OVER = "#2e7d32";
  private static final String NEUTRAL = "#607d8b";

  private static final String TABLE =
      "<table role=\"presentation\" style=\"border-collapse:collapse;margin:8px 0\">";
  private static final String AMOUNT =
      "padding:3px 14px 3px 0;text-align:right;vertical-align:top;white-space:nowrap;"
          + "font-variant-numeric:tabular-nums";

  private static final String BUTTON =
      "display:inline-block;padding:8px 16px;border:1px solid;border-radius:6px;"
          + "text-decoration:none;margin-top:8px";

  private final StringBuilder html = new StringBuilder();

  private Html() {}

  /** A whole document. */
  public static String of(Message message) {
    Html page = new Html();
    page.open(message.title(), color(message.severity(), message.open()));
    page.line("<p>%s</p>", message.sentence());
    page.facts(message);
    page.deals(message.deals());
    page.paragraph(message.meaning());
    page.paragraph(message.lookAt());
    page.link(message.link(), BUTTON);
    return page.close();
  }

  /** A whole document. */
  public static String of(Digest digest) {
    Html page = new Html();
    page.open(digest.title(), NEUTRAL);
    for (Digest.Entry entry : digest.entries()) {
      page.line(
          "<h2 style=\"font-size:16px;margin:24px 0 4px;padding-left:10px;border-left:4px solid %s\">"
              + "%s</h2>",
          color(entry.severity(), entry.open()), entry.title());
      page.line("<p style=\"margin:0\">%s</p>", entry.sentence());
      page.link(entry.link(), "");
    }
    if (digest.more() > 0) {
      page.line("<p>and %s more</p>", String.valueOf(digest.more()));
    }
    return page.close();
  }

  private static String color(Severity severity, boolean open) {
    if (!open) {
      return OVER;
    }
    return switch (severity) {
      case INFO -> "#1976d2";
      case WARNING -> "#b26a00";
      case CRITICAL -> "#d32f2f";
    };
  }

  private void open(String title, String color) {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    // Without it dark readers turn colours round by guess.
    line("<meta name=\"color-scheme\" content=\"light dark\">");
    line("<meta name=\"supported-color-schemes\" content=\"light dark\">");
    line("<title>%s</title>", title);
    line("</head>");
    line(
        "<body style=\"margin:0 auto;padding:16px;max-width:600px;font-family:sans-serif;"
            + "font-size:16px;line-height:1.4;overflow-wrap:anywhere\">");
    line(
        "<h1 style=\"font-size:20px;margin:0;padding-left:10px;border-left:4px solid %s\">%s</h1>",
        color, title);
  }

  private String close() {
    line("</body>");
    line("</html>");
    return html.toString();
  }

  private void facts(Message message) {
    if (message.facts().isEmpty()) {
      return;
    }
    line(TABLE);
    message
        .facts()
        .forEach(
            fact ->
                line(
                    "<tr><td style=\"padding:3px 14px 3px 0;vertical-align:top;white-space:nowrap\">"
                        + "<b>%s</b></td><td style=\"padding:3px 0\">%s</td></tr>",
                    fact.label(), fact.value()));
    line("</table>");
  }

  private void deals(@Nullable DealTable deals) {
    if (deals == null) {
      return;
    }
    line("<h2 style=\"font-size:16px;margin:24px 0 4px\">%s</h2>", deals.heading());
    line(TABLE);
    deals.lines().forEach(deal -> amount("0", deal.amount(), deal.name() + ' ' + deal.cause()));
    if (deals.others() != null) {
      amount("0", deals.others(), "all other deals");
    }
    amount("1px solid #888", deals.total(), "in all");
    line("</table>");
  }

  /** A row that is parted from those above by a line. */
  private void amount(String line, String amount, String of) {
    line(
        "<tr><td style=\""
            + AMOUNT
            + ";border-top:%s\"><b>%s</b></td>"
            + "<td style=\"padding:3px 0;border-top:%s\">%s</td></tr>",
        line,
        amount,
        line,
        of);
  }

  private void paragraph(@Nullable String text) {
    if (text != null) {
      line("<p>%s</p>", text);
    }
  }

  private void link(@Nullable Link link, String style) {
    if (link != null) {
      line(
          "<p style=\"margin:8px 0\"><a href=\"%s\" style=\"%s\">%s</a></p>",
          link.address().toString(), style, link.label());
    }
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
