package io.pipelinemonitor.local.outbox;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.pipelinemonitor.local.outbox.OutboxMessage.Act;
import io.pipelinemonitor.local.outbox.OutboxMessage.Medium;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An SMTP server that takes mail for everybody and passes none on. */
final class MailServer implements AutoCloseable {

  private final KeptMessages messages;
  private final Clock clock;
  private final GreenMail server;

  private MailServer(KeptMessages messages, Clock clock) {
    this.messages = messages;
    this.clock = clock;
    this.server =
        new GreenMail(new ServerSetup(0, Outbox.HOST, ServerSetup.PROTOCOL_SMTP).dynamicPort());
    server
        .getUserManager()
        .setMessageDeliveryHandler((mail, recipient) -> new Recipient(recipient.getEmail()));
  }

  /** Starts to listen, on a port that is free. */
  static MailServer start(KeptMessages messages, Clock clock) {
    MailServer started = new MailServer(messages, clock);
    started.server.start();
    return started;
  }

  int port() {
    return server.getSmtp().getPort();
  }

  private void keep(String recipient, MimeMessage mail) {
    MailContent content = MailContent.of(mail);
    long answered = messages.conversationOf(header(mail, "In-Reply-To"));
    String messageId = header(mail, "Message-ID");
    messages.keep(
        number ->
            new OutboxMessage(
                number,
                clock.instant(),
                Medium.EMAIL,
                answered == 0 ? Act.NEW : Act.ANSWER,
                answered,
                recipient,
                content.subject(),
                content.text(),
                content.html(),
                messageId == null ? "" : messageId,
                List.of()));
  }

  private static @Nullable String header(MimeMessage mail, String name) {
    try {
      return mail.getHeader(name, null);
    } catch (MessagingException e) {
      // A mail without it is read all the same.
      return null;
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Somebody whose mail is kept here, and not in a mailbox that grows. */
  private final class Recipient implements GreenMailUser {
    private final String address;

    Recipient(String address) {
      this.address = address;
    }

    @Override
    public void deliver(MovingMessage mail) {
      keep(address, mail.getMessage());
    }

    @Override
    public void deliver(MimeMessage mail) {
      keep(address, mail);
    }

    @Override
    public String getEmail() {
      return address;
    }

    @Override
    public String getLogin() {
      return address;
    }

    @Override
    public String getQualifiedMailboxName() {
      return address;
    }

    @Override
    public String getPassword() {
      return "";
    }

    @Override
    public void setPassword(String password) {
      throw noAccount();
    }

    @Override
    public void authenticate(String password) {
      throw noAccount();
    }

    @Override
    public void create() {
      throw noAccount();
    }

    @Override
    public void delete() {
      throw noAccount();
    }

    private static UnsupportedOperationException noAccount() {
      return new UnsupportedOperationException("nobody has an account at the outbox");
    }
  }
}
