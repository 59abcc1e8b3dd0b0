package io.pipelinemonitor.jobs.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.jobs.domain.activity.ActivityRetention;
import java.math.BigDecimal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RiskPolicyTest {

  @Test
  void bandsBeginAtThirtyAndSixty() {
    RiskPolicy.Bands bands = RiskPolicy.DEFAULT.bands();

    assertThat(bands.of(0)).isEqualTo(RiskBand.HEALTHY);
    assertThat(bands.of(29)).isEqualTo(RiskBand.HEALTHY);
    assertThat(bands.of(30)).isEqualTo(RiskBand.WATCH);
    assertThat(bands.of(59)).isEqualTo(RiskBand.WATCH);
    assertThat(bands.of(60)).isEqualTo(RiskBand.AT_RISK);
    assertThat(bands.of(100)).isEqualTo(RiskBand.AT_RISK);
  }

  @Test
  void activitiesAreKeptForLongerThanTheLongestWindow() {
    assertThat(RiskPolicy.DEFAULT.retention())
        .isEqualTo(
            new ActivityRetention(75 * DealStory.DAY, 365 * DealStory.DAY, 2, 60 * DealStory.DAY));
  }

  @Test
  void whatContradictsItselfIsRefused() {
    refuses(() -> new RiskPolicy.NoRecentActivity(14, 13, 15, 30));
    refuses(() -> new RiskPolicy.NoRecentActivity(0, 13, 15, 30));
    refuses(() -> new RiskPolicy.NoRecentActivity(14, 28, 15, 14));
    refuses(() -> new RiskPolicy.NoRecentActivity(14, 28, 15, 101));
    refuses(() -> new RiskPolicy.NoRecentActivity(14, 28, -1, 1));
    refuses(
        () ->
            new RiskPolicy.StuckInStage(
                new BigDecimal("1.5"), BigDecimal.ONE, BigDecimal.ONE, 15, 30));
    refuses(
        () -> new RiskPolicy.StuckInStage(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE, 15, 30));
    refuses(() -> new RiskPolicy.CloseDatePushed(2, 1, 10, 20));
    refuses(() -> new RiskPolicy.StageRegressed(0, 10));
    refuses(() -> new RiskPolicy.AmountDropped(0, 30, 10));
    refuses(() -> new RiskPolicy.AmountDropped(101, 30, 10));
    refuses(() -> new RiskPolicy.AmountDropped(20, 0, 10));
    refuses(() -> new RiskPolicy.SingleThreaded(0, 60, 2, 10));
    refuses(() -> new RiskPolicy.Bands(60, 60));
  }

  private static void refuses(ThrowingCallable policy) {
    assertThatThrownBy(policy)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("risk policy: ");
  }
}
