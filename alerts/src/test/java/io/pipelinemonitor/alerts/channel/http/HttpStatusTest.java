package io.pipelinemonitor.alerts.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpStatusTest {

  private static final Instant NOW = Instant.parse("2026-02-06T14:05:00Z");

  @ParameterizedTest
  @CsvSource({
    "30, PT30S",
    "0, PT1S",
    "999999999, PT1H",
    "12345678901234567890, PT30S",
    "-5, PT30S",
    "soon, PT30S",
    "'Fri, 06 Feb 2026 14:07:00 GMT', PT2M",
    "'Fri, 06 Feb 2026 14:00:00 GMT', PT1S"
  })
  void aWaitIsANumberOfSecondsOrAMomentWithinReason(String asked, Duration wait) {
    HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(asked)), (a, b) -> true);
    assertThat(HttpStatus.retryAfter(headers, NOW)).isEqualTo(wait);
  }

  @Test
  void whoeverDoesNotSayHowLongIsGivenHalfAMinute() {
    HttpHeaders none = HttpHeaders.of(Map.of(), (a, b) -> true);
    assertThat(HttpStatus.retryAfter(none, NOW)).isEqualTo(Duration.ofSeconds(30));
  }
}
