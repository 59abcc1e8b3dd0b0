package io.pipelinemonitor.alerts.channel.email;

import io.pipelinemonitor.alerts.channel.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes our mail.
 *
 * @param user null: no authentication
 * @param password null: no authentication
 * @param from who writes; bounces go there
 * @param connectLimit until there is a connection
 * @param answerLimit for each answer of the server
 */
public record EmailSettings(
    String host,
    int port,
    Encryption encryption,
    @Nullable String user,
    @Nullable Secret password,
    String from,
    Duration connectLimit,
    Duration answerLimit) {

  public static final String SERVER = "SMTP_URL";
  public static final String FROM = "SMTP_FROM";

  private static final String HELP =
      SERVER + " is written smtp://user:password@host:587, smtps:// or smtp+plain://";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  /** How what is sent is kept from others. */
  public enum Encryption {
    /** {@code smtp://}: by STARTTLS, and without it nothing is sent. */
    STARTTLS("smtp", 587),
    /** {@code smtps://}: from the first byte. */
    TLS("smtps", 465),
    /** {@code smtp+plain://}: not at all, for a server on the same machine. */
    NONE("smtp+plain", 25);

    private final String scheme;
    private final int usualPort;

    Encryption(String scheme, int usualPort) {
      this.scheme = scheme;
      this.usualPort = usualPort;
    }

    private static Encryption of(@Nullable String scheme) {
      for (Encryption encryption : values()) {
        if (encryption.scheme.equals(scheme)) {
          return encryption;
        }
      }
      throw new IllegalArgumentException(HELP);
    }
  }

  public EmailSettings {
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("a mail server wants a user and a password, or neither");
    }
    if (from.lastIndexOf('@') < 1 || from.endsWith("@")) {
      throw new IllegalArgumentException(FROM + " is a mail address, and not '" + from + "'");
    }
  }

  /**
   * As the environment says; null: there is no server.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static @Nullable EmailSettings from(Map<String, String> environment) {
    Secret server = Secret.from(environment, SERVER);
    if (server == null) {
      return null;
    }
    String from = environment.get(FROM);
    if (from == null) {
      throw new IllegalArgumentException(SERVER + " is set and " + FROM + " is not: who writes?");
    }
    URI address = server.revealAddress();
    Encryption encryption = Encryption.of(address.getScheme());
    String host = address.getHost();
    if (host == null) {
      throw new IllegalArgumentException(HELP);
    }
    String[] credentials = credentials(address.getRawUserInfo());
    return new EmailSettings(
        host,
        address.getPort() < 0 ? encryption.usualPort : address.getPort(),
        encryption,
        credentials.length == 0 ? null : credentials[0],
        credentials.length == 0 ? null : Secret.of(credentials[1]),
        from.strip(),
        CONNECT_LIMIT,
        ANSWER_LIMIT);
  }

  /** User and password, or nothing. */
  private static String[] credentials(@Nullable String userInfo) {
    if (userInfo == null) {
      return new String[0];
    }
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(HELP);
    }
    return new String[] {
      decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1))
    };
  }

  private static String decode(String part) {
    // A plus stands for itself here.
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** What stands behind the at sign of who writes. */
  String domain() {
    return from.substring(from.lastIndexOf('@') + 1);
  }
}
