package io.pipelinemonitor.alerts.channel.email;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Detail;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail by SMTP: one connection and one envelope for each recipient, so that none is in the way. */
public final class EmailChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(EmailChannel.class);

  private final EmailSettings settings;
  private final Session session;
  private final Clock clock;

  public EmailChannel(EmailSettings settings, Clock clock) {
    this(settings, clock, new Properties());
  }

  /**
   * With properties of the mail library in addition.
   *
   * @param more for example whose certificates are trusted
   */
  EmailChannel(EmailSettings settings, Clock clock, Properties more) {
    this.settings = settings;
    this.clock = clock;
    Properties properties = properties(settings);
    properties.putAll(more);
    this.session = Session.getInstance(properties);
  }

  private static Properties properties(EmailSettings settings) {
    boolean starttls = settings.encryption() == EmailSettings.Encryption.STARTTLS;
    boolean tls = settings.encryption() == EmailSettings.Encryption.TLS;
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", millis(settings.connectLimit()));
    properties.setProperty("mail.smtp.timeout", millis(settings.answerLimit()));
    properties.setProperty("mail.smtp.writetimeout", millis(settings.answerLimit()));
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(starttls));
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(starttls));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(tls));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.auth", String.valueOf(settings.user() != null));
    properties.setProperty("mail.smtp.from", settings.from());
    // What the server says to the end of the conversation makes no difference.
    properties.setProperty("mail.smtp.quitwait", "false");
    return properties;
  }

  private static String millis(Duration limit) {
    return String.valueOf(limit.toMillis());
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.EMAIL;
  }

  @Override
  public SendResult send(Outgoing outgoing) {
    SendResult result = tell(outgoing);
    LOG.debug("{}: {}", outgoing.deliveryId(), result);
    return result;
  }

  private SendResult tell(Outgoing outgoing) {
    Mail mail;
    try {
      mail = Mail.of(outgoing, settings, session, clock.instant());
    } catch (AddressException e) {
      return new SendResult.Dead(DeliveryReason.ADDRESS_UNKNOWN, Detail.of(e));
    } catch (MessagingException e) {
      return new SendResult.Dead(DeliveryReason.CONTENT_REFUSED, Detail.of(e));
    }
    try {
      deliver(mail);
      return new SendResult.Sent(DeliveryReason.ACCEPTED, mail.messageId());
    } catch (MessagingException e) {
      return SmtpFailure.of(e, mail.isWritten());
    }
  }

  private void deliver(Mail mail) throws MessagingException {
    Secret password = settings.password();
    Transport transport = session.getTransport("smtp");
    try {
      transport.connect(
          settings.host(),
          settings.port(),
          settings.user(),
          password == null ? null : password.reveal());
      transport.sendMessage(mail, mail.getAllRecipients());
    } finally {
      close(transport);
    }
  }

  /** Whatever becomes of the connection, what became of the mail is known. */
  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("Closing a connection to the mail server failed: {}", e.toString());
    }
  }

  @Override
  public Lookup find(Outgoing outgoing) {
    return new Lookup.Unknowable(
        DeliveryReason.NO_LOOKUP, "what a mail server took cannot be looked up");
  }

  /** No connection outlives its mail. */
  @Override
  public void close() {}
}
