package io.pipelinemonitor.alerts.rendering;

import io.pipelinemonitor.alerts.domain.message.Digest;
import io.pipelinemonitor.alerts.domain.message.Link;
import io.pipelinemonitor.alerts.domain.message.Message;
import io.pipelinemonitor.alerts.domain.message.Message.DealLine;
import io.pipelinemonitor.alerts.domain.message.Message.DealTable;
import java.util.Objects;
import java.util.stream.Stream;
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
      deals(text, deals);
    }
    paragraph(text, message.meaning());
    paragraph(text, message.lookAt());
    link(text, message.link());
    return text.toString();
  }

  /** The amounts one below the other. */
  private static void deals(StringBuilder text, DealTable deals) {
    int width =
        Stream.concat(
                Stream.of(deals.total(), Objects.requireNonNullElse(deals.others(), "")),
                deals.lines().stream().map(DealLine::amount))
            .mapToInt(String::length)
            .max()
            .orElseThrow();
    text.append('\n').append(deals.heading()).append(":\n");
    for (DealLine deal : deals.lines()) {
      amount(text, ' ', deal.amount(), width, deal.name() + ' ' + deal.cause());
    }
    if (deals.others() != null) {
      amount(text, ' ', deals.others(), width, "all other deals");
    }
    amount(text, '=', deals.total(), width, "in all");
  }

  private static void amount(StringBuilder text, char sign, String amount, int width, String of) {
    text.append(sign)
        .append(" ".repeat(1 + width - amount.length()))
        .append(amount)
        .append("  ")
        .append(of)
        .append('\n');
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
