package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.json.NaturalJsonException;
import io.pipelinemonitor.schema.json.NaturalYaml;
import io.pipelinemonitor.schema.json.Placed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;

/** The rules that the product ships: one file each in {@code default-rules/}. */
public final class DefaultRules {

  private static final String FOLDER = "/default-rules/";
  private static final List<String> FILES =
      List.of(
          "coverage-to-go.yaml",
          "next-period-coverage.yaml",
          "projection-drop.yaml",
          "velocity-drop.yaml",
          "win-rate-drop.yaml",
          "stage-slowdown.yaml",
          "commit-at-risk.yaml",
          "booked-pace.yaml",
          "reps-at-quota.yaml",
          "hygiene.yaml",
          "forecast-below-commit.yaml",
          "variance-at-close.yaml",
          "forecast-drift.yaml",
          "source-silent.yaml",
          "deal-at-risk.yaml");

  private DefaultRules() {}

  /**
   * All of them, for a site that reports in the given currency.
   *
   * <p>A least quota keeps empty scopes out; it is no figure to be exact about. So it is taken over
   * at face value: 1,000 of whatever the site reports in.
   *
   * @param reportingCurrency ISO 4217
   */
  public static List<AlertRule> of(String reportingCurrency) {
    NaturalYaml<AlertRule> yaml = NaturalYaml.of(AlertRule.class);
    return FILES.stream()
        .flatMap(file -> read(yaml, file).stream())
        .map(placed -> restated(placed.record(), reportingCurrency))
        .toList();
  }

  private static List<Placed<AlertRule>> read(NaturalYaml<AlertRule> yaml, String file) {
    try (InputStream in = DefaultRules.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the default rule " + file + " was not packaged");
      }
      return yaml.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("reading the default rule " + file, e);
    } catch (NaturalJsonException e) {
      throw new IllegalStateException("the default rule " + file + " is no rule", e);
    }
  }

  private static AlertRule restated(AlertRule rule, String currency) {
    String written = rule.getCurrency();
    Long minQuota = rule.getMinQuotaMinor();
    if (written != null && minQuota != null) {
      rule.setMinQuotaMinor(
          BigDecimal.valueOf(minQuota, fractionDigits(written))
              .movePointRight(fractionDigits(currency))
              .longValueExact());
      rule.setCurrency(currency);
    }
    return rule;
  }

  private static int fractionDigits(String currency) {
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
