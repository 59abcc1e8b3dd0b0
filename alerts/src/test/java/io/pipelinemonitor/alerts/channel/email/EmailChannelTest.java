package io.pipelinemonitor.alerts.channel.email;

import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.PLANNED_AT;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.explained;
import static io.pipelinemonitor.alerts.channel.OutgoingBuilder.to;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives, at a real mail server. */
class EmailChannelTest {

  private static final String PASSWORD = "not-to-be-seen";

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort(),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS).dynamicPort()
          });

  @BeforeEach
  void start() {
    server.start();
    server.setUser("monitor@example.com", "monitor", PASSWORD);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private SendResult send(Outgoing outgoing) {
    return new EmailChannel(
            settings(server.getSmtp().getPort(), EmailSettings.Encryption.NONE, PASSWORD),
            new SettableClock(PLANNED_AT))
        .send(outgoing);
  }

  private static EmailSettings settings(
      int port, EmailSettings.Encryption encryption, String password) {
    return new EmailSettings(
        "127.0.0.1",
        port,
        encryption,
        "monitor",
        Secret.of(password),
        "monitor@example.com",
        Duration.ofSeconds(5),
        Duration.ofSeconds(5));
  }

  private static Outgoing first() {
    return to(ChannelKind.EMAIL, "dora@example.com").build();
  }

  @Test
  void aMailHasWordsForEveryReaderAndSaysWhatItIs() throws Exception {
    SendResult result = send(first());
    MimeMessage mail = received(0);
    assertThat(result).isEqualTo(new SendResult.Sent(DeliveryReason.ACCEPTED, mail.getMessageID()));
    assertThat(mail.getSubject()).isEqualTo("Coverage of what is left to sell – DACH, 2026-Q1");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("List-Id")).containsExactly("Pipeline Monitor <alerts.example.com>");
    assertThat(mail.getHeader("In-Reply-To")).isNull();
    assertThat(mail.getMessageID()).matches("<[0-9a-f]{32}@example\\.com>");
    assertThat(mail.getSentDate().toInstant()).isEqualTo(PLANNED_AT);
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    assertThat(part(mail, 0).getContentType())
        .isEqualTo("text/plain; charset=utf-8; format=flowed");
    assertThat(text(mail, 0)).startsWith("Warning: Coverage").contains("Helvetia Rail – Platform");
    assertThat(part(mail, 1).getContentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(text(mail, 1)).startsWith("<!DOCTYPE html>").contains("Helvetia Rail – Platform");
  }

  @Test
  void whatFollowsIsInTheThreadOfTheFirst() throws Exception {
    SendResult.Sent sent = (SendResult.Sent) send(first());
    Outgoing resolved =
        to(ChannelKind.EMAIL, "dora@example.com")
            .telling(step().number(3).taking(Transition.RESOLVED).build())
            .by(Manner.REPLY, first().deliveryId(), sent.reference())
            .build();
    send(resolved);
    // A reference that was lost in a crash makes no difference.
    send(
        to(ChannelKind.EMAIL, "dora@example.com")
            .telling(step().number(4).taking(Transition.REOPENED).build())
            .by(Manner.REPLY, first().deliveryId(), null)
            .build());
    for (int reply : List.of(1, 2)) {
      assertThat(received(reply).getHeader("In-Reply-To")).containsExactly(sent.reference());
      assertThat(received(reply).getHeader("References")).containsExactly(sent.reference());
      assertThat(received(reply).getSubject()).isEqualTo(received(0).getSubject());
      assertThat(received(reply).getMessageID()).isNotEqualTo(sent.reference());
    }
  }

  @Test
  void theSameDeliveryIsTheSameMail() throws Exception {
    send(first());
    send(first().asPossibleRepeat());
    assertThat(received(0).getMessageID()).isEqualTo(received(1).getMessageID());
    assertThat(text(received(1), 0)).contains("Possible repeat");
    assertThat(text(received(1), 1)).contains("Possible repeat");
  }

  @Test
  void aDigestIsAMailOfItsOwn() throws Exception {
    send(to(ChannelKind.EMAIL, "dora@example.com").asDigest().build());
    assertThat(received(0).getSubject()).isEqualTo("300 alerts, 300 still open");
    assertThat(text(received(0), 0)).contains("and 260 more");
  }

  static List<String> names() {
    return List.of("<script>alert(1)</script>", "x".repeat(5_000), "a\r\nBcc: all@example.com");
  }

  @ParameterizedTest
  @MethodSource("names")
  void whateverADealOrARuleIsCalledTheMailIsSafe(String name) throws Exception {
    send(
        to(ChannelKind.EMAIL, "dora@example.com")
            .telling(explained(name).by("rule", name, RuleType.THRESHOLD).build())
            .build());
    MimeMessage mail = received(0);
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getSubject()).hasSizeLessThan(160).doesNotContain("\n");
    assertThat(text(mail, 1)).doesNotContain("<script");
    assertThat(text(mail, 0)).hasSizeLessThan(8_000);
  }

  @Test
  void aPasswordThatIsRefusedIsForWhoeverRunsTheSystem() {
    EmailChannel channel =
        new EmailChannel(
            settings(server.getSmtp().getPort(), EmailSettings.Encryption.NONE, "wrong-secret"),
            new SettableClock(PLANNED_AT));
    SendResult result = channel.send(first());
    assertThat(result).isInstanceOf(SendResult.Dead.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.CREDENTIALS_REFUSED);
    assertThat(result.reason().isForOperator()).isTrue();
    assertThat(result.toString()).doesNotContain("wrong-secret");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotAccepted() {
    EmailSettings settings =
        settings(server.getSmtps().getPort(), EmailSettings.Encryption.TLS, PASSWORD);
    SettableClock clock = new SettableClock(PLANNED_AT);
    SendResult result = new EmailChannel(settings, clock).send(first());
    assertThat(result).isInstanceOf(SendResult.Retry.class);
    assertThat(result.reason()).isEqualTo(DeliveryReason.NOT_SECURE);
    assertThat(server.getReceivedMessages()).isEmpty();
    Properties trusting = new Properties();
    trusting.setProperty("mail.smtp.ssl.trust", "127.0.0.1");
    trusting.setProperty("mail.smtp.ssl.checkserveridentity", "false");
    assertThat(new EmailChannel(settings, clock, trusting).send(first()))
        .isInstanceOf(SendResult.Sent.class);
  }

  @Test
  void theEnvironmentSaysWhetherAndWhere() {
    assertThat(EmailSettings.from(Map.of())).isNull();
    EmailSettings settings =
        Objects.requireNonNull(
            EmailSettings.from(
                Map.of(
                    "SMTP_URL",
                    "smtp://monitor%40example.com:p%2Fw+1@mail.example.com",
                    "SMTP_FROM",
                    "monitor@example.com")));
    assertThat(settings.port()).isEqualTo(587);
    assertThat(settings.encryption()).isEqualTo(EmailSettings.Encryption.STARTTLS);
    assertThat(settings.user()).isEqualTo("monitor@example.com");
    assertThat(settings.password()).isEqualTo(Secret.of("p/w+1"));
    assertThat(settings.toString()).doesNotContain("p/w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail.example.com:25", "http://mail.example.com", "smtp://no-password@h"})
  void anAddressThatMakesNoSenseIsRefusedWithoutBeingShown(String address) {
    assertThatThrownBy(
            () -> EmailSettings.from(Map.of("SMTP_URL", address, "SMTP_FROM", "m@example.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smtp://user:password@host")
        .hasMessageNotContaining(address);
  }

  private MimeMessage received(int number) {
    return server.getReceivedMessages()[number];
  }

  private static BodyPart part(MimeMessage mail, int number)
      throws IOException, MessagingException {
    return ((MimeMultipart) mail.getContent()).getBodyPart(number);
  }

  private static String text(MimeMessage mail, int number) throws IOException, MessagingException {
    return part(mail, number).getContent().toString();
  }
}
