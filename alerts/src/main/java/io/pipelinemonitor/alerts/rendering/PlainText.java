package io.pipelinemonitor.alerts.rendering;

import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Link;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.Message.DealTable;
import org.jspecify.annotations.Nullable;

/** Messages as plain text: for mail, for logs, and where blocks are refused. */
public final class PlainText {

  private PlainText() {}

  /** The message, each line ending with a line feed. */
  public static String of(Message message) {
    StringBuilder text = new StringBuilder();
    text.append(message.title()).append("\n\n").append(message.sentence()).append('\n');
    if (!message.facts().isEmpty()) {
      text.append('\n');
      message.facts().forEach(fact -> text.append(fact.label() + ": " + fact.value()).append('\n'));
    }
    DealTable deals = message.deals();
    if (deals != null) {
      text.append('\n').append(deals.heading()).append(":\n");
      deals
          .lines()
          .forEach(
              deal ->
                  text.append("  " + deal.amount() + "  " + deal.name() + ' ' + deal.cause())
                      .append('\n'));
      if (deals.others() != null) {
        text.append("  ").append(deals.others()).append("  all other deals\n");
      }
      text.append("= ").append(deals.total()).append("  in all\n");
    }
    paragraph(text, message.meaning());
    paragraph(text, message.lookAt());
    link(text, message.link());
    return text.toString();
  }

  /** The digest, each line ending with a line feed. */
  public static String of(Digest digest) {
    StringBuilder text = new StringBuilder(digest.title()).append('\n');
    for (Digest.Entry entry : digest.entries()) {
      text.append('\n').append(entry.title()).append('\n').append(entry.sentence()).append('\n');
      Link link = entry.link();
      if (link != null) {
        text.append(link.address()).append('\n');
      }
    }
    if (digest.more() > 0) {
      text.append("\nand ").append(digest.more()).append(" more\n");
    }
    return text.toString();
  }

  private static void paragraph(StringBuilder text, @Nullable String paragraph) {
    if (paragraph != null) {
      text.append('\n').append(paragraph).append('\n');
    }
  }

  private static void link(StringBuilder text, @Nullable Link link) {
    if (link != null) {
      text.append('\n').append(link.label()).append(": ").append(link.address()).append('\n');
    }
  }
}
