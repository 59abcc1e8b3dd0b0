package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {

  @Test
  void theSampleNamesEverySettingWithItsDefault() throws Exception {
    Properties sample = new Properties();
    try (InputStream file =
        Objects.requireNonNull(
            JobSettings.class.getResourceAsStream("/pipeline-monitor.properties"))) {
      sample.load(file);
    }
    Map<String, String> inSample = new HashMap<>();
    sample.forEach((key, value) -> inSample.put((String) key, (String) value));
    assertThat(inSample).isEqualTo(JobSettings.knownKeys());
    assertThat(JobSettings.of(inSample)).isEqualTo(JobSettings.of(Map.of()));
  }

  @Test
  void readsPairsOverAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("site settings.properties");
    Files.writeString(file, "fiscal.period=month\nfiscal.zone=Europe/Berlin\nkafka.acks=all\n");
    JobSettings settings =
        JobSettings.ofArguments("--config", file.toString(), "--fiscal.zone", "Asia/Tokyo");
    assertThat(settings.periodKind()).isEqualTo(PeriodKind.MONTH);
    assertThat(settings.zone()).isEqualTo("Asia/Tokyo");
    assertThat(settings.kafkaProperties()).containsEntry("acks", "all");
  }

  @Test
  void aSiteDecidesWhatMakesADealARisk() {
    JobSettings settings =
        JobSettings.of(
            Map.of("risk.no-recent-activity.days", "7", "risk.bands.at-risk-from", "50"));
    RiskPolicy policy = settings.policy().risk();
    assertThat(policy.noRecentActivity()).isEqualTo(new RiskPolicy.NoRecentActivity(7, 28, 15, 30));
    assertThat(policy.bands()).isEqualTo(new RiskPolicy.Bands(30, 50));
    assertThat(policy.stuckInStage()).isEqualTo(RiskPolicy.DEFAULT.stuckInStage());
    assertThat(settings.figuresFingerprint())
        .isEqualTo(
            JobSettings.of(Map.of()).figuresFingerprint()
                + ", risk.bands.at-risk-from=50, risk.no-recent-activity.days=7");
    assertThat(JobSettings.of(Map.of()).policy().risk()).isEqualTo(RiskPolicy.DEFAULT);
  }

  @Test
  void namesTheNearestSettingForAnUnknownOne() {
    assertThatThrownBy(() -> JobSettings.of(Map.of("fiscal.zones", "UTC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no setting 'fiscal.zones'; did you mean 'fiscal.zone'?");
  }

  @ParameterizedTest
  @CsvSource({
    "risk.no-next-step.points, ten, 'risk.no-next-step.points takes a whole number of 0 or more,"
        + " not ''ten'''",
    "risk.missing-fields.points, 101, 'risk.missing-fields.points takes points from 0 to 100, not"
        + " ''101'''",
    "risk.bands.at-risk-from, 20, 'risk.bands.* do not fit together: risk policy: bands begin"
        + " above 0, each after the other'",
    "clock, sundial, 'clock takes wall or data, not ''sundial'''",
    "tick.millis, 7, 'tick.millis takes milliseconds that divide 60000, not ''7'''",
    "fiscal.first-month, 13, 'fiscal.first-month takes a month from 1 to 12, not ''13'''",
    "fiscal.zone, Mars/Base, 'fiscal.zone takes a time zone such as Europe/Berlin, not"
        + " ''Mars/Base'''",
    "reporting.currency, EURO, 'reporting.currency takes a currency''s ISO 4217 code such as EUR,"
        + " not ''EURO'''",
    "coverage.target, 0, 'coverage.target takes a number above 0, not ''0'''",
  })
  void saysWhatASettingTakes(String key, String value, String message) {
    assertThatThrownBy(() -> JobSettings.of(Map.of(key, value))).hasMessage(message);
  }

  @Test
  void neverShowsTheValuesOfClientSettings() {
    JobSettings settings =
        JobSettings.of(
            Map.of(
                "kafka.sasl.jaas.config", "secret1", "registry.basic.auth.user.info", "secret2"));
    assertThat(settings.toString()).doesNotContain("secret1").doesNotContain("secret2");
  }
}
