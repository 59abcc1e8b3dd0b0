package io.pipelinemonitor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final int EVENTS = 20_000;

  private static final Load.Shape SHAPE = Load.Shape.preloaded(EVENTS, 100_000);

  private final List<Load.Item<DealEvent>> items = items(1);

  private static List<Load.Item<DealEvent>> items(long seed) {
    Load load = new Load(seed, SHAPE);
    List<Load.Item<DealEvent>> items = new ArrayList<>();
    for (long number = 0; number < EVENTS; number++) {
      items.add(load.event(number));
    }
    return items;
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(items(1)).isEqualTo(items);
    assertThat(items(2)).isNotEqualTo(items);
  }

  @Test
  void isMixedAsDocumented() {
    assertThat(share(event -> event.getType() == DealEventType.CREATED))
        .isCloseTo(0.10, within(0.02));
    assertThat(share(LoadTest::changesAmountOrStage)).isCloseTo(0.55, within(0.05));
    Set<String> seen = new HashSet<>();
    long repeated = items.stream().filter(item -> !seen.add(item.record().getEventId())).count();
    assertThat((double) repeated / EVENTS).isCloseTo(0.05, within(0.01));
  }

  @Test
  void spreadsItselfAtTwentyThousandEventsASecond() {
    assertThat(items.get(EVENTS - 1).timestamp() - items.get(0).timestamp()).isEqualTo(999);
    assertThat(SHAPE.endMillis()).isEqualTo(items.get(EVENTS - 1).timestamp());
  }

  @Test
  void createsAsManyDealsFirstAsAsked() {
    Load load = new Load(1, Load.Shape.ofDeals(500));
    for (long number = 0; number < 500; number++) {
      assertThat(load.event(number).record().getType()).isEqualTo(DealEventType.CREATED);
    }
  }

  @Test
  void closesWithARepetitionAfterItsLastTick() {
    Load load = new Load(1, SHAPE);
    Set<DealEvent> seen = new HashSet<>();
    for (long number = 0; number < EVENTS; number++) {
      seen.add(load.event(number).record());
    }
    assertThat(seen).contains(load.closing().record());
    assertThat(load.closing().timestamp()).isEqualTo(SHAPE.endMillis() + 1_000);
    assertThat(SHAPE.eventsBefore(load.closing().timestamp())).isEqualTo(EVENTS);
  }

  private static boolean changesAmountOrStage(DealEvent event) {
    return event.getType() == DealEventType.UPDATED && event.getNextStep() != null;
  }

  private double share(java.util.function.Predicate<DealEvent> which) {
    return (double) items.stream().map(Load.Item::record).filter(which).count() / EVENTS;
  }
}
