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
 * the screen, and headings and lists that read well where styles are ignored.
 */
public final class Html {

  private static final Escaper ESCAPER = HtmlEscapers.htmlEscaper();
  private static final String OVER = "#2e7d32";

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
    page.link(message.link());
    return page.close();
  }

  /** A whole document. */
  public static String of(Digest digest) {
    Html page = new Html();
    page.open(digest.title(), "#455a64");
    for (Digest.Entry entry : digest.entries()) {
      page.line(
          "<h2 style=\"font-size:16px;margin:20px 0 4px;color:%s\">%s</h2>",
          color(entry.severity(), entry.open()), entry.title());
      page.line("<p style=\"margin:0\">%s</p>", entry.sentence());
      page.link(entry.link());
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
      case INFO -> "#1565c0";
      case WARNING -> "#b26a00";
      case CRITICAL -> "#b71c1c";
    };
  }

  private void open(String title, String color) {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
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
    line("<ul>");
    message.facts().forEach(fact -> line("<li><b>%s:</b> %s</li>", fact.label(), fact.value()));
    line("</ul>");
  }

  private void deals(@Nullable DealTable deals) {
    if (deals == null) {
      return;
    }
    line("<h2 style=\"font-size:16px;margin-bottom:4px\">%s</h2>", deals.heading());
    line("<ul>");
    deals
        .lines()
        .forEach(
            deal -> line("<li><b>%s</b> %s %s</li>", deal.amount(), deal.name(), deal.cause()));
    if (deals.others() != null) {
      line("<li><b>%s</b> all other deals</li>", deals.others());
    }
    line("</ul>");
    line("<p>In all <b>%s</b></p>", deals.total());
  }

  private void paragraph(@Nullable String text) {
    if (text != null) {
      line("<p>%s</p>", text);
    }
  }

  private void link(@Nullable Link link) {
    if (link != null) {
      line("<p><a href=\"%s\">%s</a></p>", link.address().toString(), link.label());
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
