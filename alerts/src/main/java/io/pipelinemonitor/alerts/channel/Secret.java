package io.pipelinemonitor.alerts.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token, password or address that nobody may read in a log. */
public final class Secret {

  private static final String IN_FILE = "_FILE";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** What is given, which is not shown any more. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /**
   * The secret of a name: the variable itself, or the content of the file that the variable {@code
   * NAME_FILE} names, without white space around it; null: neither is set.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static @Nullable Secret from(Map<String, String> environment, String name) {
    String value = environment.get(name);
    String file = environment.get(name + IN_FILE);
    if (value != null && file != null) {
      throw new IllegalArgumentException(
          "both " + name + " and " + name + IN_FILE + " are set; leave one of them out");
    }
    if (file != null) {
      try {
        value = Files.readString(Path.of(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(name + IN_FILE + " names a file that cannot be read", e);
      }
    }
    if (value != null && value.isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
    return value == null ? null : new Secret(value.strip());
  }

  /** The variable that names the file in which the secret stands. */
  public static String inFile(String name) {
    return name + IN_FILE;
  }

  /** The secret itself, for the call that needs it. */
  public String reveal() {
    return value;
  }

  /** The secret as an address; a failure does not show it. */
  public URI revealAddress() {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "a secret address is not one, at its character " + e.getIndex());
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
