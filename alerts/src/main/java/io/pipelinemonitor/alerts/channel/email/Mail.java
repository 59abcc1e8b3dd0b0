package io.pipelinemonitor.alerts.channel.email;

import com.google.common.hash.Hashing;
import io.pipelinemonitor.alerts.channel.Content;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.rendering.FlowedText;
import io.pipelinemonitor.alerts.rendering.Html;
import io.pipelinemonitor.alerts.rendering.PlainText;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * A mail as text and HTML. Its Message-ID follows from the delivery, so the same mail twice is
 * known as such, and its thread is that of the incident's first mail.
 */
final class Mail extends MimeMessage {

  private static final String UTF_8 = "utf-8";
  private static final String TEXT =
      "text/plain; charset=" + UTF_8 + "; format=" + FlowedText.FORMAT;
  private static final String HTML = "text/html; charset=" + UTF_8;
  private static final int HASH_LENGTH = 32;

  private final String messageId;
  private boolean written;

  private Mail(Session session, String messageId) {
    super(session);
    this.messageId = messageId;
  }

  /**
   * The mail, ready to be sent.
   *
   * @throws AddressException if nobody can be reached by such an address
   */
  static Mail of(Outgoing outgoing, EmailSettings settings, Session session, Instant now)
      throws MessagingException {
    InternetAddress to = address(outgoing.endpoint().address());
    Mail mail = new Mail(session, messageId(outgoing.deliveryId(), settings));
    mail.setFrom(address(settings.from()));
    mail.setRecipient(Message.RecipientType.TO, to);
    mail.setSubject(outgoing.content().topic(), UTF_8);
    mail.setSentDate(Date.from(now));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    mail.setHeader("List-Id", "Pipeline Monitor <alerts." + settings.domain() + ">");
    String first = firstOfThread(outgoing, settings);
    if (first != null) {
      mail.setHeader("In-Reply-To", first);
      mail.setHeader("References", first);
    }
    Content content = outgoing.readable();
    MimeMultipart parts = new MimeMultipart("alternative");
    parts.addBodyPart(part(FlowedText.of(text(content)), TEXT));
    parts.addBodyPart(part(html(content), HTML));
    mail.setContent(parts);
    mail.saveChanges();
    return mail;
  }

  private static InternetAddress address(String text) throws AddressException {
    InternetAddress[] addresses = InternetAddress.parse(text, true);
    if (addresses.length != 1) {
      throw new AddressException("one address is wanted, there are " + addresses.length);
    }
    addresses[0].validate();
    return addresses[0];
  }

  private static MimeBodyPart part(String text, String type) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setContent(text, type);
    // Lines of any length pass, and what is English can be read as it is.
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  private static String text(Content content) {
    return content instanceof Content.Step step
        ? PlainText.of(step.message())
        : PlainText.of(((Content.Together) content).digest());
  }

  private static String html(Content content) {
    return content instanceof Content.Step step
        ? Html.of(step.message())
        : Html.of(((Content.Together) content).digest());
  }

  /** Of the incident's first mail to the recipient; null: this is the first. */
  private static @Nullable String firstOfThread(Outgoing outgoing, EmailSettings settings) {
    Outgoing.Anchor anchor = outgoing.anchor();
    if (anchor == null) {
      return null;
    }
    String reference = anchor.reference();
    return reference == null ? messageId(anchor.deliveryId(), settings) : reference;
  }

  /** The Message-ID of a delivery, with its angle brackets. */
  static String messageId(String deliveryId, EmailSettings settings) {
    String hash = Hashing.sha256().hashString(deliveryId, StandardCharsets.UTF_8).toString();
    return '<' + hash.substring(0, HASH_LENGTH) + '@' + settings.domain() + '>';
  }

  /** With its angle brackets. */
  String messageId() {
    return messageId;
  }

  /** Whether all of it was given to the server, so that the server may have taken it. */
  boolean isWritten() {
    return written;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }

  @Override
  public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
    super.writeTo(out, ignored);
    written = true;
  }
}
