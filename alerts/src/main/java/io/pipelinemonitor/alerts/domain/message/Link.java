package io.pipelinemonitor.alerts.domain.message;

import java.net.URI;
import java.util.Locale;

/** Where to see more: an address that is safe to click on. */
public record Link(String label, URI address) {

  public Link {
    String scheme = address.getScheme();
    if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new IllegalArgumentException(
          "a link begins with https:// or http://, and this does not: " + address);
    }
  }
}
