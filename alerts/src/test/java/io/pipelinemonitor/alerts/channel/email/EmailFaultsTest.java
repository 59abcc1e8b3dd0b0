package io.pipelinemonitor.alerts.channel.email;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.PLANNED_AT;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SelfSigned;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.channel.email.ScriptedMailServer.Point;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail server can do to us, by a real conversation with one that does it. */
class EmailFaultsTest {

  private static final Outgoing OUTGOING = to(ChannelKind.EMAIL, "dora@example.com").build();

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final ScriptedMailServer server = new ScriptedMailServer();
  private final EmailChannel impatient =
      channel(server.port(), EmailSettings.Encryption.NONE, Duration.ofMillis(700));
  private final EmailChannel channel =
      channel(server.port(), EmailSettings.Encryption.NONE, PATIENT);

  private static EmailChannel channel(
      int port, EmailSettings.Encryption encryption, Duration limit) {
    return new EmailChannel(settings(port, encryption, limit), new SettableClock(PLANNED_AT));
  }

  private static EmailSettings settings(
      int port, EmailSettings.Encryption encryption, Duration limit) {
    return new EmailSettings(
        "localhost", port, encryption, null, null, "monitor@example.com", limit, limit);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void eachRecipientHasAnEnvelope() {
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Sent.class);
    assertThat(channel.send(to(ChannelKind.EMAIL, "ann@example.com").build()))
        .isInstanceOf(SendResult.Sent.class);
    assertThat(server.recipients()).containsExactly("dora@example.com", "ann@example.com");
    assertThat(server.taken()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "RECIPIENT, 451 4.7.1 greylisted",
    "RECIPIENT, 421 4.3.2 shutting down",
    "RECIPIENT, 452 4.2.2 mailbox full",
    "DATA, 451 4.3.0 try later",
    "END_OF_DATA, 451 4.3.0 try later"
  })
  void whatIsRefusedForNowIsTriedAgain(Point point, String answer) {
    server.say(point, answer);
    SendResult result = channel.send(OUTGOING);
    assertThat(result).isInstanceOf(SendResult.Retry.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.TEMPORARILY_REFUSED);
    server.behave();
    assertThat(channel.send(OUTGOING)).isInstanceOf(SendResult.Sent.class);
  }

  @Test
  void aRecipientThatIsRefusedIsGivenUpAloneAndAtOnce() {
    server.say(Point.RECIPIENT, "550 5.1.1 no such user");
    SendResult result = channel.send(OUTGOING);
    assertThat(result).isInstanceOf(SendResult.Dead.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.ADDRESS_UNKNOWN);
    assertThat(((SendResult.Dead) result).detail()).contains("550 5.1.1 no such user");
    server.behave();
    assertThat(channel.send(to(ChannelKind.EMAIL, "ann@example.com").build()))
        .isInstanceOf(SendResult.Sent.class);
    assertThat(server.taken()).hasSize(1);
  }

  @Test
  void aMailThatIsRefusedForGoodIsGivenUp() {
    server.say(Point.END_OF_DATA, "554 5.7.1 looks like spam");
    SendResult result = channel.send(OUTGOING);
    assertThat(result).isInstanceOf(SendResult.Dead.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.CONTENT_REFUSED);
  }

  @Test
  void aMailWhoseEndIsNotAnsweredMayHaveArrived() {
    server.goAwayAt(Point.END_OF_DATA);
    SendResult lost = channel.send(OUTGOING);
    assertThat(lost).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(lost.reason()).isEqualTo(DeliveryReason.CONNECTION_LOST);
    server.hangAt(Point.END_OF_DATA);
    SendResult late = impatient.send(OUTGOING);
    assertThat(late).isInstanceOf(SendResult.Ambiguous.class);
    assertThat(late.reason()).isEqualTo(DeliveryReason.TIMED_OUT);
    assertThat(channel.find(OUTGOING)).isInstanceOf(Lookup.Unknowable.class);
    server.behave();
    channel.send(OUTGOING.asPossibleRepeat());
    assertThat(server.taken()).hasSize(3);
    assertThat(server.taken().get(0)).doesNotContain("Possible repeat");
    assertThat(server.taken().get(2)).contains("Possible repeat");
    assertThat(server.header(0, "Message-ID")).isEqualTo(server.header(2, "Message-ID"));
    assertThat(server.header(0, "Subject")).isEqualTo(server.header(2, "Subject"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      names = {"GREETING", "RECIPIENT", "DATA"})
  void aMailWhoseEndWasNotSentHasNotArrived(Point point) {
    server.goAwayAt(point);
    SendResult lost = channel.send(OUTGOING);
    assertThat(lost).isInstanceOf(SendResult.Retry.class);
    assertThat(lost.reason()).isEqualTo(DeliveryReason.CONNECT_FAILED);
    server.hangAt(point);
    assertThat(impatient.send(OUTGOING)).isInstanceOf(SendResult.Retry.class);
    assertThat(server.taken()).isEmpty();
  }

  @Test
  void noServerIsTriedAgain() {
    server.close();
    SendResult result = channel.send(OUTGOING);
    assertThat(result).isInstanceOf(SendResult.Retry.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.CONNECT_FAILED);
  }

  @Test
  void nothingIsSentToAServerWithoutTheEncryptionThatIsWanted() {
    SendResult result =
        channel(server.port(), EmailSettings.Encryption.STARTTLS, PATIENT).send(OUTGOING);
    assertThat(result).isInstanceOf(SendResult.Retry.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.NOT_SECURE);
    assertThat(server.recipients()).isEmpty();
  }

  @Test
  void whatIsSentAfterStarttlsNobodyElseReads() {
    try (ScriptedMailServer encrypting = new ScriptedMailServer(SelfSigned.context())) {
      EmailSettings settings =
          settings(encrypting.port(), EmailSettings.Encryption.STARTTLS, PATIENT);
      SettableClock clock = new SettableClock(PLANNED_AT);
      SendResult unproven = new EmailChannel(settings, clock).send(OUTGOING);
      assertThat(unproven).isInstanceOf(SendResult.Retry.class);
      assertThat(unproven.reason()).isEqualTo(DeliveryReason.NOT_SECURE);
      assertThat(encrypting.recipients()).isEmpty();
      Properties trusting = new Properties();
      trusting.setProperty("mail.smtp.ssl.trust", "localhost");
      trusting.setProperty("mail.smtp.ssl.checkserveridentity", "false");
      assertThat(new EmailChannel(settings, clock, trusting).send(OUTGOING))
          .isInstanceOf(SendResult.Sent.class);
      assertThat(encrypting.heard())
          .contains("open STARTTLS", "encrypted MAIL", "encrypted RCPT", "encrypted DATA")
          .doesNotContain("open MAIL", "open RCPT", "open DATA");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "a@example.com,b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "",
        "two words@example.com"
      })
  void whatIsNoAddressIsGivenUp(String address) {
    SendResult result = channel.send(to(ChannelKind.EMAIL, address).build());
    assertThat(result).isInstanceOf(SendResult.Dead.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.ADDRESS_UNKNOWN);
    assertThat(server.recipients()).isEmpty();
  }
}
