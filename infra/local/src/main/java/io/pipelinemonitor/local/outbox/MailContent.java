package io.pipelinemonitor.local.outbox;

import io.pipelinemonitor.alerts.rendering.FlowedText;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What there is to read in a mail.
 *
 * @param subject null: none
 * @param html null: none
 */
record MailContent(@Nullable String subject, String text, @Nullable String html) {

  static MailContent of(MimeMessage mail) {
    try {
      String text = first(mail, "text/plain");
      return new MailContent(mail.getSubject(), text == null ? "" : text, first(mail, "text/html"));
    } catch (MessagingException | IOException e) {
      return new MailContent(null, "(a mail that cannot be read: " + e.getMessage() + ")", null);
    }
  }

  /** The first part of a type; null: there is none. */
  private static @Nullable String first(Part part, String type)
      throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      String content = part.getContent().toString();
      return isFlowed(part) ? FlowedText.joined(content) : content;
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        String found = first(parts.getBodyPart(i), type);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static boolean isFlowed(Part part) throws MessagingException {
    return FlowedText.FORMAT.equalsIgnoreCase(
        new ContentType(part.getContentType()).getParameter("format"));
  }
}
