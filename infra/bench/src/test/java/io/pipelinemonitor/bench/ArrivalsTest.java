package io.pipelinemonitor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  /** Every event of a probe is to be sent 10 ns after the one before; the first is not measured. */
  private static final Arrivals.Schedule EVERY_TEN =
      new Arrivals.Schedule() {
        @Override
        public long nanos(int probe, long count) {
          return count * 10;
        }

        @Override
        public boolean isMeasured(int probe, long count) {
          return count > 1;
        }
      };

  private final List<Long> latencies = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals(EVERY_TEN, 3, latencies::add);

  @Test
  void timesEveryEventThatASnapshotContainsFromWhenItWasToBeSent() {
    arrivals.arrived(0, 3, 100);

    assertThat(latencies).containsExactly(80L, 70L);
    assertThat(arrivals.missing()).isEqualTo(3 * Probes.COUNT - 3);
  }

  @Test
  void countsAnEventOnce() {
    arrivals.arrived(0, 2, 100);
    arrivals.arrived(0, 2, 200);
    arrivals.arrived(0, 1, 300);

    assertThat(latencies).containsExactly(80L);
  }

  @Test
  void tellsProbesApart() {
    arrivals.arrived(0, 2, 100);
    arrivals.arrived(1, 3, 50);

    assertThat(latencies).containsExactly(80L, 30L, 20L);
    assertThat(arrivals.missing()).isEqualTo(3 * Probes.COUNT - 5);
  }

  @Test
  void countsWhatNeverCameOutAsLateAsItIsKnownToBe() {
    for (int probe = 0; probe < Probes.COUNT; probe++) {
      arrivals.arrived(probe, probe == 4 ? 2 : 3, 30);
    }
    latencies.clear();
    arrivals.giveUp(1_000);

    assertThat(latencies).containsExactly(970L);
    assertThat(arrivals.missing()).isEqualTo(1);
  }

  @Test
  void knowsAProbeByTheKeysOfItsRecords() {
    assertThat(Probes.ofSnapshotKey("UNIT:probe-unit-3|2026-Q1")).isEqualTo(3);
    assertThat(Probes.ofSnapshotKey("UNIT:team0-1|2026-Q1")).isEqualTo(-1);
    assertThat(Probes.ofDealKey(Probes.event(5, 1, java.time.Instant.EPOCH).getDealId()))
        .isEqualTo(5);
  }
}
