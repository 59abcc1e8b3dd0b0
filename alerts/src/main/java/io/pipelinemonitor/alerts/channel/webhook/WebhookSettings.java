package io.pipelinemonitor.alerts.channel.webhook;

import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who takes steps as JSON.
 *
 * @param targets by the name that routes use, {@code webhook:crm}
 * @param allowedHosts to which anything is sent at all, in lower case
 */
public record WebhookSettings(
    Map<String, Target> targets, Set<String> allowedHosts, HttpLimits limits) {

  static final String TARGETS = "WEBHOOKS";
  static final String HOSTS = "WEBHOOK_HOSTS";

  /**
   * One program.
   *
   * @param address which may hold a token of its own
   * @param key by which what is sent is signed
   */
  public record Target(Secret address, Secret key) {}

  public WebhookSettings {
    targets = Map.copyOf(targets);
    allowedHosts = Set.copyOf(allowedHosts);
    for (Map.Entry<String, Target> target : targets.entrySet()) {
      requireAllowed(target.getKey(), target.getValue().address().revealAddress(), allowedHosts);
    }
  }

  private static void requireAllowed(String name, URI address, Set<String> allowedHosts) {
    String host = address.getHost();
    if (host == null || !allowedHosts.contains(host.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "the host of webhook '"
              + name
              + "' is not one of "
              + HOSTS
              + ": "
              + new TreeSet<>(allowedHosts));
    }
    boolean secure = "https".equals(address.getScheme());
    if (!secure && !("http".equals(address.getScheme()) && isThisMachine(host))) {
      throw new IllegalArgumentException(
          "webhook '" + name + "' is not https, which only one on this machine need not be");
    }
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * As the environment says; null: there are none. {@code WEBHOOKS=crm,data} has {@code
   * WEBHOOK_CRM_URL} and {@code WEBHOOK_CRM_KEY}, and so on.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static @Nullable WebhookSettings from(Map<String, String> environment) {
    Set<String> names = list(environment.get(TARGETS));
    if (names.isEmpty()) {
      return null;
    }
    Map<String, Target> targets = new LinkedHashMap<>();
    for (String name : names) {
      String prefix = "WEBHOOK_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
      targets.put(
          name,
          new Target(
              required(environment, prefix + "_URL"), required(environment, prefix + "_KEY")));
    }
    return new WebhookSettings(targets, list(environment.get(HOSTS)), HttpLimits.USUAL);
  }

  private static Secret required(Map<String, String> environment, String name) {
    Secret secret = Secret.from(environment, name);
    if (secret == null) {
      throw new IllegalArgumentException(name + " is missing; " + TARGETS + " asks for it");
    }
    return secret;
  }

  private static Set<String> list(@Nullable String text) {
    Set<String> names = new TreeSet<>();
    for (String name : (text == null ? "" : text).split(",")) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
