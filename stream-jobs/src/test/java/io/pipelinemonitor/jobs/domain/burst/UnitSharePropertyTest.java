package io.pipelinemonitor.jobs.domain.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever order changes and openings of deals arrive in, and however often: what is more than a
 * share of a unit is what a plain count of each unit's deals says.
 */
class UnitSharePropertyTest {

  private static final long SECOND = 1_000_000;
  private static final long TICK = SECOND / 4;
  private static final long HOUR = 3_600 * SECOND;
  private static final int DEALS = 300;
  private static final int DEALS_OF_NORTH = 50;
  private static final int MOST_OF_A_DEAL = 4;
  private static final BurstPolicy POLICY = BurstPolicy.STANDARD;
  private static final List<Author> AUTHORS =
      List.of(
          new Author(Author.Kind.ACTOR, "crm", "kim"), new Author(Author.Kind.BATCH, "crm", "b7"));
  private static final DealScopes NOWHERE = new DealScopes(null, null, null, null, null);
  private static final Set<Scope> NORTH = Set.of(Scope.unit("north"), Scope.COMPANY);
  private static final Set<Scope> SOUTH = Set.of(Scope.unit("south"), Scope.COMPANY);
  private static final Horizon HORIZON =
      new Horizon(new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("UTC")));

  /** One event of a deal. */
  private record Change(Author author, String eventId, int deal, long at) {
    long moment() {
      return momentOf(at);
    }
  }

  /** Where a deal is open from a moment on. */
  private record Opening(int deal, long moment, Set<Scope> units) {}

  /** What is told of a burst; of which unit it is a share differs where two are alike. */
  private record Span(
      Author author, long from, long openedAt, boolean ofUnit, int deals, long overAt) {}

  /** What happens in a company in two hours. */
  private static final class World {
    final List<TreeMap<Long, Set<Scope>>> openIn = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();

    Set<Scope> before(int deal, long moment) {
      Map.Entry<Long, Set<Scope>> entry = openIn.get(deal).lowerEntry(moment);
      return entry == null ? Set.of() : entry.getValue();
    }

    Set<Scope> after(int deal, long moment) {
      Map.Entry<Long, Set<Scope>> entry = openIn.get(deal).floorEntry(moment);
      return entry == null ? Set.of() : entry.getValue();
    }

    Set<Scope> around(int deal, long moment) {
      Set<Scope> units = new LinkedHashSet<>(before(deal, moment));
      units.addAll(after(deal, moment));
      return units;
    }

    int openAround(Scope unit, long moment) {
      int before = 0;
      int after = 0;
      for (int deal = 0; deal < DEALS; deal++) {
        before += before(deal, moment).contains(unit) ? 1 : 0;
        after += after(deal, moment).contains(unit) ? 1 : 0;
      }
      return Math.max(before, after);
    }

    List<Opening> openings() {
      List<Opening> openings = new ArrayList<>();
      for (int deal = 0; deal < DEALS; deal++) {
        for (Map.Entry<Long, Set<Scope>> opening : openIn.get(deal).entrySet()) {
          openings.add(new Opening(deal, opening.getKey(), opening.getValue()));
        }
      }
      return openings;
    }
  }

  private static long momentOf(long at) {
    return -Math.floorDiv(-at, TICK) * TICK;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void findsTheSharesOfAPlainCount(long seed) {
    Random random = new Random(seed);
    World world = world(random);
    List<Span> expected = new ArrayList<>();
    AUTHORS.forEach(author -> expected.addAll(plainly(world, author)));
    assertThat(expected).extracting(Span::ofUnit).contains(true);
    assertThat(replay(world, random)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(replay(world, random)).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Deals of a small team and of a large one; edits of a few up to forty at once. */
  private static World world(Random random) {
    World world = new World();
    for (int deal = 0; deal < DEALS; deal++) {
      world.openIn.add(new TreeMap<>());
      Set<Scope> units = deal < DEALS_OF_NORTH ? NORTH : SOUTH;
      if (random.nextInt(10) > 0) {
        world.openIn.get(deal).put(momentOf(random.nextInt(1_000) * SECOND), units);
      }
      if (random.nextInt(4) == 0) {
        world.openIn.get(deal).put(momentOf(HOUR + random.nextInt(7_200) * SECOND), Set.of());
      }
    }
    int[] ofDeal = new int[DEALS];
    for (Author author : AUTHORS) {
      long at = HOUR;
      while (at < 3 * HOUR) {
        int many = random.nextInt(3) == 0 ? 5 + random.nextInt(60) : 1 + random.nextInt(4);
        int among = random.nextBoolean() ? DEALS_OF_NORTH : DEALS;
        boolean closing = random.nextInt(3) == 0;
        long step = 1 + random.nextInt(6) * SECOND + random.nextInt((int) SECOND);
        for (int i = 0; i < many; i++) {
          int deal = random.nextInt(among);
          if (++ofDeal[deal] <= MOST_OF_A_DEAL) {
            String eventId = "event-" + world.changes.size();
            world.changes.add(new Change(author, eventId, deal, at));
            if (closing || random.nextInt(20) == 0) {
              Set<Scope> units = List.of(Set.<Scope>of(), NORTH, SOUTH).get(random.nextInt(3));
              world.openIn.get(deal).put(momentOf(at), units);
            }
          }
          at += random.nextInt(3) == 0 ? 0 : step;
        }
        at += random.nextInt(random.nextInt(5) == 0 ? 900 : 200) * SECOND;
      }
    }
    return world;
  }

  private static List<Span> plainly(World world, Author author) {
    TreeMap<Long, List<Change>> byMoment = new TreeMap<>();
    for (Change change : world.changes) {
      if (change.author().equals(author)) {
        byMoment.computeIfAbsent(change.moment(), none -> new ArrayList<>()).add(change);
      }
    }
    List<Span> spans = new ArrayList<>();
    List<Change> single = new ArrayList<>();
    List<Change> together = new ArrayList<>();
    long openedAt = 0;
    boolean ofUnit = false;
    long last = 0;
    for (Map.Entry<Long, List<Change>> moment : byMoment.entrySet()) {
      if (!together.isEmpty() && moment.getKey() > last + POLICY.quiet()) {
        spans.add(span(together, openedAt, ofUnit, last));
        together.clear();
      }
      List<Change> inOrder = new ArrayList<>(moment.getValue());
      inOrder.sort(Comparator.comparingLong(Change::at).thenComparing(Change::eventId));
      for (Change change : inOrder) {
        if (!together.isEmpty()) {
          together.add(change);
          continue;
        }
        single.add(change);
        List<Change> window =
            single.stream().filter(other -> other.at() >= change.at() - POLICY.within()).toList();
        boolean many = deals(window) > POLICY.mostDeals();
        if (many || isManyOfAUnit(world, window)) {
          together.addAll(window);
          single.clear();
          openedAt = moment.getKey();
          ofUnit = !many;
        }
      }
      last = moment.getKey();
    }
    if (!together.isEmpty()) {
      spans.add(span(together, openedAt, ofUnit, last));
    }
    return spans;
  }

  private static boolean isManyOfAUnit(World world, List<Change> window) {
    for (Scope unit : List.of(Scope.unit("north"), Scope.unit("south"), Scope.COMPANY)) {
      List<Change> ofUnit =
          window.stream()
              .filter(change -> world.around(change.deal(), change.moment()).contains(unit))
              .toList();
      int deals = deals(ofUnit);
      if (deals > 10) {
        int open =
            ofUnit.stream()
                .mapToInt(change -> world.openAround(unit, change.moment()))
                .max()
                .orElseThrow();
        if (5 * deals > open) {
          return true;
        }
      }
    }
    return false;
  }

  private static int deals(List<Change> changes) {
    Set<Integer> deals = new HashSet<>();
    changes.forEach(change -> deals.add(change.deal()));
    return deals.size();
  }

  private static Span span(List<Change> changes, long openedAt, boolean ofUnit, long last) {
    long from = changes.stream().mapToLong(Change::at).min().orElseThrow();
    Author author = changes.get(0).author();
    return new Span(author, from, openedAt, ofUnit, deals(changes), last + POLICY.quiet());
  }

  /** All of it comes at any time before stream time reaches it, and some comes again later. */
  private static List<Span> replay(World world, Random random) {
    List<Change> unread = new ArrayList<>(world.changes);
    List<Opening> unopened = world.openings();
    Collections.shuffle(unread, random);
    Collections.shuffle(unopened, random);
    List<DealTouches> deals = new ArrayList<>();
    for (int deal = 0; deal < DEALS; deal++) {
      deals.add(new DealTouches());
    }
    List<BurstWatch> watches = new ArrayList<>();
    AUTHORS.forEach(author -> watches.add(new BurstWatch(POLICY)));
    OpenDeals open = new OpenDeals();
    List<BurstStep> steps = new ArrayList<>();
    long time = 0;
    while (time < 4 * HOUR) {
      long before = time;
      time += TICK * (1 + random.nextInt(2_000));
      for (Opening opening : arriving(unopened, Opening::moment, time, random)) {
        Set<Scope> was = world.before(opening.deal(), opening.moment());
        open.take(
            new OpenChange(
                opening.moment(), without(was, opening.units()), without(opening.units(), was)));
      }
      for (Change change : arriving(unread, Change::moment, time, random)) {
        deals.get(change.deal()).take(edit(change), change.moment());
        if (random.nextInt(3) == 0) {
          deals.get(change.deal()).take(edit(change), change.moment());
        }
      }
      Change old = world.changes.get(random.nextInt(world.changes.size()));
      if (old.moment() <= before) {
        deals.get(old.deal()).take(edit(old), before + TICK);
      }
      for (int deal = 0; deal < DEALS; deal++) {
        DealTouches touches = deals.get(deal);
        for (long due = touches.wakeAt(); due <= time; due = touches.wakeAt()) {
          Set<Scope> openIn = world.around(deal, due);
          touches
              .advance("deal-" + deal, due, Set.of(), openIn, List.of(), new Organisation())
              .forEach(touch -> watches.get(AUTHORS.indexOf(touch.author())).take(touch));
        }
      }
      advance(watches, time, open, steps);
      open.settle(time + 1);
      watches.replaceAll(BurstWatch::copy);
      open = open.copy();
    }
    return spans(steps);
  }

  private static Set<Scope> without(Set<Scope> units, Set<Scope> others) {
    Set<Scope> rest = new HashSet<>(units);
    rest.removeAll(others);
    return rest;
  }

  /** What is due, and some of what is to come. */
  private static <T> List<T> arriving(
      List<T> unread, ToLongFunction<T> moment, long time, Random random) {
    List<T> arriving = new ArrayList<>();
    for (T one : unread) {
      if (moment.applyAsLong(one) <= time || random.nextInt(20) == 0) {
        arriving.add(one);
      }
    }
    unread.removeAll(arriving);
    return arriving;
  }

  /** As timers do it: in the order of time, whoever set them. */
  private static void advance(
      List<BurstWatch> watches, long time, OpenDeals open, List<BurstStep> steps) {
    while (true) {
      BurstWatch next = Collections.min(watches, Comparator.comparingLong(BurstWatch::wakeAt));
      long moment = next.wakeAt();
      if (moment > time) {
        return;
      }
      open.settle(moment);
      steps.addAll(next.advance(moment, 0, open, HORIZON));
    }
  }

  private static DealEdit edit(Change change) {
    return new DealEdit(
        change.author(), change.eventId(), change.at(), Set.of(DealField.CLOSE_DATE), NOWHERE);
  }

  private static List<Span> spans(List<BurstStep> steps) {
    List<Span> spans = new ArrayList<>();
    for (BurstStep step : steps) {
      if (step.kind() == BurstStep.Kind.OVER) {
        BurstFacts facts = step.facts();
        spans.add(
            new Span(
                facts.author(),
                facts.from(),
                facts.openedAt(),
                facts.share() != null,
                facts.deals(),
                step.at()));
      }
    }
    return spans;
  }
}
