package io.pipelinemonitor.alerts.channel.alertmanager;

import io.pipelinemonitor.alerts.channel.Secret;
import io.pipelinemonitor.alerts.channel.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Alertmanager.
 *
 * @param address where it is, and not its API
 * @param token sent as a bearer token; null: none is wanted
 * @param labels that each alert has in addition, for its routes
 * @param openFor for how long an open incident stays an alert if nothing more is heard of it
 */
public record AlertmanagerSettings(
    URI address,
    @Nullable Secret token,
    Map<String, String> labels,
    Duration openFor,
    HttpLimits limits) {

  static final String ADDRESS = "ALERTMANAGER_URL";
  static final String TOKEN = "ALERTMANAGER_TOKEN";
  static final String LABELS = "ALERTMANAGER_LABELS";

  private static final String LABEL_NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

  /** Longer than any incident goes without a step. */
  private static final Duration USUAL_OPEN_FOR = Duration.ofDays(92);

  public AlertmanagerSettings {
    labels = Map.copyOf(labels);
    for (String name : labels.keySet()) {
      if (!name.matches(LABEL_NAME)) {
        throw new IllegalArgumentException(
            LABELS + ": '" + name + "' is no label; letters, digits and _ are");
      }
    }
  }

  /**
   * As the environment says; null: there is no address.
   *
   * @param environment as of {@link System#getenv()}
   */
  public static @Nullable AlertmanagerSettings from(Map<String, String> environment) {
    String address = environment.get(ADDRESS);
    return address == null
        ? null
        : new AlertmanagerSettings(
            URI.create(address.strip()),
            Secret.from(environment, TOKEN),
            labels(environment.getOrDefault(LABELS, "")),
            USUAL_OPEN_FOR,
            HttpLimits.USUAL);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : text.split(",")) {
      if (!label.isBlank()) {
        int equals = label.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException(LABELS + " is written team=sales,site=zurich");
        }
        labels.put(label.substring(0, equals).strip(), label.substring(equals + 1).strip());
      }
    }
    return labels;
  }
}
