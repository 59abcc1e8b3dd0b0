package io.pipelinemonitor.jobs.domain.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever order changes arrive in, and however often: the bursts are those of a plain count. */
class BurstPropertyTest {

  private static final long SECOND = 1_000_000;
  private static final long TICK = SECOND / 4;
  private static final long HOUR = 3_600 * SECOND;
  private static final int MOST_OF_A_DEAL = 4;
  private static final BurstPolicy POLICY = BurstPolicy.STANDARD;
  private static final Author KIM = new Author(Author.Kind.ACTOR, "crm", "kim");
  private static final DealScopes NOWHERE = new DealScopes(null, null, null, null, null);
  private static final Horizon HORIZON =
      new Horizon(new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("UTC")));

  /** One event of a deal. */
  private record Change(String eventId, String dealId, long at) {
    long moment() {
      return -Math.floorDiv(-at, TICK) * TICK;
    }
  }

  /** What is told of a burst. */
  private record Span(long from, long openedAt, int deals, long overAt) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void findsTheBurstsOfAPlainCount(long seed) {
    Random random = new Random(seed);
    List<Change> changes = changes(random);
    List<Span> expected = plainly(changes);
    assertThat(replay(changes, random)).isEqualTo(expected);
    assertThat(replay(changes, random)).isEqualTo(expected);
  }

  /** Two hours of somebody's work: single changes, and now and then many. */
  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    Map<String, Integer> ofDeal = new HashMap<>();
    long at = HOUR;
    while (at < 3 * HOUR) {
      int many = random.nextInt(4) == 0 ? 30 + random.nextInt(60) : 1 + random.nextInt(5);
      long step = 1 + random.nextInt(4) * SECOND + random.nextInt((int) SECOND);
      for (int i = 0; i < many; i++) {
        String dealId = "deal-" + random.nextInt(600);
        if (ofDeal.merge(dealId, 1, Integer::sum) <= MOST_OF_A_DEAL) {
          changes.add(new Change("event-" + changes.size(), dealId, at));
        }
        at += random.nextInt(3) == 0 ? 0 : step;
      }
      at += random.nextInt(random.nextInt(5) == 0 ? 900 : 120) * SECOND;
    }
    return changes;
  }

  private static List<Span> plainly(List<Change> changes) {
    TreeMap<Long, List<Change>> byMoment = new TreeMap<>();
    for (Change change : changes) {
      byMoment.computeIfAbsent(change.moment(), none -> new ArrayList<>()).add(change);
    }
    List<Span> spans = new ArrayList<>();
    List<Change> single = new ArrayList<>();
    List<Change> together = new ArrayList<>();
    long openedAt = 0;
    long last = 0;
    for (Map.Entry<Long, List<Change>> moment : byMoment.entrySet()) {
      if (!together.isEmpty() && moment.getKey() > last + POLICY.quiet()) {
        spans.add(span(together, openedAt, last));
        together.clear();
      }
      List<Change> inOrder = new ArrayList<>(moment.getValue());
      inOrder.sort(Comparator.comparingLong(Change::at).thenComparing(Change::eventId));
      for (Change change : inOrder) {
        if (together.isEmpty()) {
          single.add(change);
          List<Change> window =
              single.stream().filter(other -> other.at() >= change.at() - POLICY.within()).toList();
          if (deals(window) > POLICY.mostDeals()) {
            together.addAll(window);
            single.clear();
            openedAt = moment.getKey();
          }
        } else {
          together.add(change);
        }
      }
      last = moment.getKey();
    }
    if (!together.isEmpty()) {
      spans.add(span(together, openedAt, last));
    }
    return spans;
  }

  private static int deals(List<Change> changes) {
    Set<String> deals = new HashSet<>();
    changes.forEach(change -> deals.add(change.dealId()));
    return deals.size();
  }

  private static Span span(List<Change> changes, long openedAt, long last) {
    long from = changes.stream().mapToLong(Change::at).min().orElseThrow();
    return new Span(from, openedAt, deals(changes), last + POLICY.quiet());
  }

  /** Each change comes at any time before stream time reaches it, and some come again later. */
  private static List<Span> replay(List<Change> changes, Random random) {
    List<Change> unread = new ArrayList<>(changes);
    Collections.shuffle(unread, random);
    Map<String, DealTouches> deals = new HashMap<>();
    BurstWatch watch = new BurstWatch(POLICY);
    List<BurstStep> steps = new ArrayList<>();
    long time = HOUR / 2;
    while (time < 4 * HOUR) {
      time += TICK * (1 + random.nextInt(2_000));
      List<Change> arriving = new ArrayList<>();
      for (Change change : unread) {
        if (change.moment() <= time || random.nextInt(20) == 0) {
          arriving.add(change);
        }
      }
      unread.removeAll(arriving);
      for (Change change : arriving) {
        DealTouches touches = deals.computeIfAbsent(change.dealId(), dealId -> new DealTouches());
        touches.take(edit(change), change.moment());
        if (random.nextInt(3) == 0) {
          touches.take(edit(change), change.moment());
        }
      }
      for (Map.Entry<String, DealTouches> deal : deals.entrySet()) {
        deal.getValue()
            .advance(deal.getKey(), time, Set.of(), Set.of(), List.of(), new Organisation())
            .forEach(watch::take);
      }
      Change old = changes.get(random.nextInt(changes.size()));
      if (old.moment() <= time) {
        Objects.requireNonNull(deals.get(old.dealId())).take(edit(old), time + TICK);
      }
      steps.addAll(watch.advance(time, 0, new OpenDeals(), HORIZON));
      watch = watch.copy();
    }
    return spans(steps);
  }

  private static DealEdit edit(Change change) {
    return new DealEdit(KIM, change.eventId(), change.at(), Set.of(DealField.CLOSE_DATE), NOWHERE);
  }

  private static List<Span> spans(List<BurstStep> steps) {
    List<Span> spans = new ArrayList<>();
    @Nullable BurstStep opened = null;
    for (BurstStep step : steps) {
      if (step.kind() == BurstStep.Kind.OPENED) {
        opened = step;
      } else if (step.kind() == BurstStep.Kind.OVER && opened != null) {
        BurstFacts facts = step.facts();
        spans.add(new Span(facts.from(), opened.at(), facts.deals(), step.at()));
      }
    }
    return spans;
  }
}
