package io.pipelinemonitor.alerts.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that nobody vouches for: that of the mail server that the tests use. */
public final class SelfSigned {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private SelfSigned() {}

  /** For a server that proves itself by it. */
  public static SSLContext context() {
    try (InputStream in = SelfSigned.class.getResourceAsStream("/greenmail.p12")) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(Objects.requireNonNull(in), PASSWORD);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
