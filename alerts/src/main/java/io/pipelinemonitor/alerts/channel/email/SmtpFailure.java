package io.pipelinemonitor.alerts.channel.email;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Detail;
import io.pipelinemonitor.alerts.channel.SendResult;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** What it means when a mail server does not take a mail, by how far the conversation had come. */
final class SmtpFailure {

  private static final Pattern CODE = Pattern.compile("^\\s*([45]\\d\\d)[ -]");

  /** Of a server that takes none of the ways to say who one is. */
  private static final int UNSAID = 500;

  private SmtpFailure() {}

  /**
   * What became of the mail.
   *
   * @param written whether all of it had been given to the server
   */
  static SendResult of(MessagingException failure, boolean written) {
    SMTPAddressFailedException ofRecipient = find(failure, SMTPAddressFailedException.class);
    if (ofRecipient != null && isAnswer(ofRecipient.getReturnCode())) {
      return refused(ofRecipient.getReturnCode(), DeliveryReason.ADDRESS_UNKNOWN, ofRecipient);
    }
    SMTPSenderFailedException ofSender = find(failure, SMTPSenderFailedException.class);
    if (ofSender != null && isAnswer(ofSender.getReturnCode())) {
      return refused(ofSender.getReturnCode(), DeliveryReason.PERMISSION_MISSING, ofSender);
    }
    if (find(failure, AuthenticationFailedException.class) != null) {
      int code = code(failure);
      return refused(code == 0 ? UNSAID : code, DeliveryReason.CREDENTIALS_REFUSED, failure);
    }
    SMTPSendFailedException ofMail = find(failure, SMTPSendFailedException.class);
    int code = ofMail == null ? code(failure) : ofMail.getReturnCode();
    return isAnswer(code)
        ? refused(code, DeliveryReason.CONTENT_REFUSED, failure)
        : withoutAnswer(failure, written);
  }

  /** Where the connection ends there is no code, or one that no server gives. */
  private static boolean isAnswer(int code) {
    return code >= 400;
  }

  private static SendResult refused(int code, DeliveryReason forGood, MessagingException failure) {
    String detail = Detail.of(failure);
    return code >= 500
        ? new SendResult.Dead(forGood, detail)
        : new SendResult.Retry(DeliveryReason.TEMPORARILY_REFUSED, detail);
  }

  private static SendResult withoutAnswer(MessagingException failure, boolean written) {
    boolean late = find(failure, SocketTimeoutException.class) != null;
    String detail = Detail.of(failure);
    if (written) {
      return new SendResult.Ambiguous(
          late ? DeliveryReason.TIMED_OUT : DeliveryReason.CONNECTION_LOST, detail);
    }
    // Until its end was sent, no server takes a mail.
    boolean insecure =
        find(failure, SSLException.class) != null || detail.contains("STARTTLS is required");
    return new SendResult.Retry(
        insecure ? DeliveryReason.NOT_SECURE : DeliveryReason.CONNECT_FAILED, detail);
  }

  /** The code with which what the server said begins; 0: it did not say one. */
  private static int code(MessagingException failure) {
    String message = failure.getMessage();
    Matcher matcher = CODE.matcher(message == null ? "" : message);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** The first of its kind in what caused the failure; null: there is none. */
  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }

  private static @Nullable Throwable next(Throwable failure) {
    Throwable chained =
        failure instanceof MessagingException messaging ? messaging.getNextException() : null;
    return chained == null ? failure.getCause() : chained;
  }
}
