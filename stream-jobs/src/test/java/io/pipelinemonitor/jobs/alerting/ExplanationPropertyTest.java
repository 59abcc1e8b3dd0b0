package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.explanation.Contributor;
import io.pipelinemonitor.jobs.domain.explanation.DealBook;
import io.pipelinemonitor.jobs.domain.explanation.DealBooking;
import io.pipelinemonitor.jobs.domain.explanation.DealChange;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of movements, withdrawals, transfers, bookings and changes of the organisation,
 * told twice and out of order, with restarts in between. The oracle knows the whole history and
 * adds up what stands at both ends of a change.
 */
class ExplanationPropertyTest {

  private static final long MINUTE = 60_000_000L;
  private static final long DAY = 1_440 * MINUTE;
  private static final int DAYS = 20;
  private static final int DEALS = 9;
  private static final List<String> PERIODS = List.of("2026-Q1", "2026-Q2");
  private static final List<String> UNITS = List.of("root", "north", "south", "oslo");
  private static final List<String> REPS = List.of("ann", "bob", "cy", "stranger");
  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("Europe/Berlin"));
  private static final Horizon HORIZON = new Horizon(CALENDAR);
  private static final long START = CALENDAR.startOfDay(LocalDate.parse("2026-01-20").toEpochDay());

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void namesTheDealsThatDidItWhateverIsToldTwiceAndAcrossRestarts(long seed) throws Exception {
    Random random = new Random(seed);
    History history = History.random(random, true);
    Chain chain = new Chain();
    long activeAt = START + 3 * DAY + random.nextInt(5_000) * MINUTE;
    List<Step> steps = history.inTime(random);
    int checked = 0;
    for (Step step : steps) {
      step.run(chain);
      if (random.nextInt(12) == 0) {
        chain.restart();
      }
      if (random.nextInt(4) == 0) {
        chain.forget(activeAt);
      }
      if (random.nextInt(6) == 0) {
        checked += history.check(chain, random.nextBoolean() ? activeAt : chain.now);
      }
    }
    chain.passTo(START + DAYS * DAY);
    checked += history.check(chain, activeAt);
    assertThat(checked).as("changes that several deals made").isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsInTheSameWhateverTheOrderOfArrival(long seed) throws Exception {
    Random random = new Random(seed);
    History history = History.random(random, false);
    Chain chain = new Chain();
    for (Step step : history.bookedAndOrganised(random)) {
      step.run(chain);
    }
    List<Step> late = new ArrayList<>();
    for (DealChange change : history.published()) {
      late.add(new Step(START + 5 * DAY + random.nextInt(1_000), c -> c.take(history, change)));
    }
    late.sort(Comparator.comparingLong(Step::at));
    for (Step step : late) {
      step.run(chain);
    }
    chain.passTo(START + 7 * DAY);
    for (int day = 1; day < 6; day++) {
      history.check(chain, START + day * DAY);
    }
  }

  /** Something that reaches the job at a moment of stream time. */
  private record Step(long at, Doing doing) {

    void run(Chain chain) throws Exception {
      chain.passTo(at);
      doing.with(chain);
    }
  }

  @FunctionalInterface
  private interface Doing {
    void with(Chain chain) throws Exception;
  }

  /** The two steps of the job without Flink. */
  private static final class Chain {

    private final Map<String, DealBook> books = new TreeMap<>();
    private final Map<String, ScopeMoves> moves = new TreeMap<>();
    private final Organisation before = new Organisation();
    private final Organisation after = new Organisation();
    private long now = START;

    void take(History history, DealChange change) {
      books.computeIfAbsent(history.dealOf(change.changeId()), id -> new DealBook()).take(change);
    }

    void take(String dealId, DealBooking booking) {
      books.computeIfAbsent(dealId, id -> new DealBook()).take(booking);
    }

    void passTo(long to) {
      books.forEach((dealId, book) -> send(book.advance(dealId, to, after, HORIZON)));
      now = Math.max(now, to);
      moves.values().forEach(known -> known.advance(now, HORIZON));
    }

    void reorganise(Reorganisation change, long at) {
      passTo(at - 1);
      change.apply(after);
      books.forEach((dealId, book) -> send(book.reorganise(dealId, before, after, at)));
      change.apply(before);
      passTo(at);
    }

    private void send(List<ScopeMove> sent) {
      for (ScopeMove move : sent) {
        moves.computeIfAbsent(move.key(), key -> new ScopeMoves()).take(move);
      }
    }

    void forget(long activeAt) {
      books.values().forEach(book -> book.forget(now, HORIZON));
      long keptFrom = HORIZON.keptFrom(now, List.of(activeAt), now);
      moves.values().forEach(known -> known.forgetBefore(keptFrom));
    }

    void restart() throws IOException {
      for (Map.Entry<String, DealBook> entry : books.entrySet()) {
        entry.setValue(again(new DealBookCodec(), entry.getValue()));
      }
      for (Map.Entry<String, ScopeMoves> entry : moves.entrySet()) {
        entry.setValue(again(new ScopeMovesCodec(), entry.getValue()));
      }
    }

    private static <T> T again(Codec<T> codec, T value) throws IOException {
      DataOutputSerializer out = new DataOutputSerializer(256);
      codec.write(codec.copy(value), out);
      return codec.read(new DataInputDeserializer(out.getCopyOfBuffer()), codec.version());
    }
  }

  /** A change of the organisation. */
  private record Reorganisation(@Nullable OrgUnit unit, @Nullable OrgMember member, String gone) {

    void apply(Organisation organisation) {
      if (unit != null) {
        organisation.put(unit);
      } else if (member != null) {
        organisation.put(member);
      } else {
        organisation.removeMember(gone);
      }
    }

    static Reorganisation random(Random random) {
      return switch (random.nextInt(4)) {
        case 0 ->
            new Reorganisation(
                new OrgUnit("oslo", "Oslo", random.nextBoolean() ? "north" : "south", null),
                null,
                "");
        case 1 -> new Reorganisation(null, null, REPS.get(random.nextInt(3)));
        default -> {
          String rep = REPS.get(random.nextInt(3));
          yield new Reorganisation(
              null, new OrgMember(rep, rep, UNITS.get(random.nextInt(UNITS.size()))), "");
        }
      };
    }
  }

  /** All that was ever published, and what the organisation was when. */
  private static final class History {

    private final Map<String, List<DealChange>> changes = new LinkedHashMap<>();
    private final Map<String, TreeMap<Long, DealBooking>> bookings = new TreeMap<>();
    private final TreeMap<Long, Reorganisation> reorganisations = new TreeMap<>();
    private int changeIds;

    static History random(Random random, boolean reorganised) {
      History history = new History();
      long at = START;
      for (OrgUnit unit :
          List.of(
              new OrgUnit("root", "Root", null, null),
              new OrgUnit("north", "North", "root", null),
              new OrgUnit("south", "South", "root", null),
              new OrgUnit("oslo", "Oslo", "north", null))) {
        history.reorganisations.put(at++, new Reorganisation(unit, null, ""));
      }
      for (String rep : List.of("ann", "bob", "cy")) {
        history.reorganisations.put(
            at++, new Reorganisation(null, new OrgMember(rep, rep, "oslo"), ""));
      }
      int minutes = reorganised ? DAYS * 1_440 : 5 * 1_440;
      for (int deal = 0; deal < DEALS; deal++) {
        long moment = START + MINUTE;
        for (int i = 0; i < 12; i++) {
          moment += (1 + random.nextInt(2 * minutes / 14)) * MINUTE;
          if (moment < START + minutes * MINUTE) {
            history.publish(random, "deal-" + deal, moment);
          }
        }
      }
      if (reorganised) {
        for (int i = 0; i < 8; i++) {
          history.reorganisations.put(
              START + (2 + random.nextInt(minutes)) * MINUTE, Reorganisation.random(random));
        }
      }
      return history;
    }

    private void publish(Random random, String dealId, long at) {
      List<DealChange> standing = standing(dealId, at);
      int kind = random.nextInt(10);
      if (kind < 3 && !standing.isEmpty()) {
        add(dealId, again(standing.get(random.nextInt(standing.size())), true, at));
      } else if (kind == 3 && !withdrawn(dealId).isEmpty()) {
        add(dealId, again(withdrawn(dealId).get(0), false, at));
      } else if (kind == 4) {
        transfer(random, dealId, at);
      } else if (kind == 5) {
        boolean won = random.nextBoolean();
        bookings
            .computeIfAbsent(dealId, id -> new TreeMap<>())
            .put(
                at,
                new DealBooking(
                    dealId,
                    won ? period(random) : null,
                    scopes(random),
                    won ? 1 + random.nextInt(900) : 0,
                    new Happened(won ? MovementCause.WON : MovementCause.LOST, null, "b" + at, at),
                    at));
      } else {
        long delta = random.nextInt(2_000) - 1_000;
        add(
            dealId,
            new DealChange(
                "change-" + changeIds++,
                false,
                "Deal " + dealId,
                period(random),
                scopes(random),
                null,
                false,
                delta == 0 ? 1 : delta,
                new Happened(
                    delta > 0 ? MovementCause.CREATED : MovementCause.LOST, null, "e" + at, at),
                at));
      }
    }

    private void transfer(Random random, String dealId, long at) {
      ScopeType type = random.nextBoolean() ? ScopeType.REP : ScopeType.SEGMENT;
      long amount = 1 + random.nextInt(700);
      String period = period(random);
      for (MovementCause side :
          List.of(MovementCause.TRANSFERRED_OUT, MovementCause.TRANSFERRED_IN)) {
        DealScopes scopes = scopes(random);
        Scope only =
            type == ScopeType.SEGMENT
                ? new Scope(type, random.nextBoolean() ? "smb" : "enterprise")
                : scopes.ownerId() == null ? Scope.UNOWNED : Scope.rep(scopes.ownerId());
        add(
            dealId,
            new DealChange(
                "change-" + changeIds++,
                false,
                "Deal " + dealId,
                period,
                scopes,
                only,
                true,
                side == MovementCause.TRANSFERRED_IN ? amount : -amount,
                new Happened(side, null, "t" + at, at),
                at));
      }
    }

    private static DealChange again(DealChange change, boolean withdrawn, long at) {
      return new DealChange(
          change.changeId(),
          withdrawn,
          change.name(),
          change.period(),
          change.scopes(),
          change.only(),
          change.transfer(),
          change.delta(),
          change.what(),
          at);
    }

    private void add(String dealId, DealChange change) {
      changes.computeIfAbsent(dealId, id -> new ArrayList<>()).add(change);
    }

    private static String period(Random random) {
      return PERIODS.get(random.nextInt(3) == 0 ? 1 : 0);
    }

    private static DealScopes scopes(Random random) {
      return new DealScopes(
          random.nextInt(6) == 0 ? null : REPS.get(random.nextInt(REPS.size())),
          random.nextBoolean() ? "smb" : "enterprise",
          null,
          random.nextBoolean() ? "emea" : null,
          "new");
    }

    String dealOf(String changeId) {
      return changes.entrySet().stream()
          .filter(deal -> deal.getValue().stream().anyMatch(c -> c.changeId().equals(changeId)))
          .findFirst()
          .orElseThrow()
          .getKey();
    }

    List<DealChange> published() {
      return changes.values().stream().flatMap(List::stream).toList();
    }

    private List<DealChange> standing(String dealId, long at) {
      Map<String, DealChange> last = new LinkedHashMap<>();
      for (DealChange change : changes.getOrDefault(dealId, List.of())) {
        if (change.asOf() <= at) {
          last.put(change.changeId(), change);
        }
      }
      return last.values().stream().filter(change -> !change.withdrawn()).toList();
    }

    private List<DealChange> withdrawn(String dealId) {
      Map<String, DealChange> last = new LinkedHashMap<>();
      changes.getOrDefault(dealId, List.of()).forEach(c -> last.put(c.changeId(), c));
      return last.values().stream().filter(DealChange::withdrawn).toList();
    }

    /** Everything arrives before its moment, in any order, and some of it once more later. */
    List<Step> inTime(Random random) {
      List<Step> steps = new ArrayList<>();
      for (DealChange change : published()) {
        Doing doing = chain -> chain.take(this, change);
        steps.add(new Step(change.asOf() - random.nextInt(600) * MINUTE - 1, doing));
        if (random.nextInt(3) == 0) {
          steps.add(new Step(change.asOf() + random.nextInt(7 * 1_440) * MINUTE, doing));
        }
      }
      steps.addAll(bookedAndOrganised(random));
      Collections.shuffle(steps, random);
      steps.sort(Comparator.comparingLong(Step::at));
      return steps;
    }

    private List<Step> bookedAndOrganised(Random random) {
      List<Step> steps = new ArrayList<>();
      bookings.forEach(
          (dealId, published) ->
              published.forEach(
                  (at, booking) -> {
                    Doing doing = chain -> chain.take(dealId, booking);
                    steps.add(new Step(at - random.nextInt(600) * MINUTE - 1, doing));
                  }));
      reorganisations.forEach(
          (at, change) -> steps.add(new Step(at - 1, chain -> chain.reorganise(change, at))));
      steps.sort(Comparator.comparingLong(Step::at));
      return steps;
    }

    /** Compares every scope's explanation with the oracle's; how many had several deals. */
    int check(Chain chain, long activeAt) {
      long sinceDay = HORIZON.sinceDay(chain.now, activeAt);
      long since = CALENDAR.startOfDay(sinceDay);
      Organisation then = organisation(since);
      Organisation today = organisation(chain.now);
      int several = 0;
      for (Scope scope : scopes()) {
        for (String period : PERIODS) {
          for (Money money : Money.values()) {
            Explanation explanation =
                chain
                    .moves
                    .getOrDefault(scope.key(period), new ScopeMoves())
                    .explain(money, sinceDay, HORIZON);
            several +=
                compare(explanation, scope, period, money, since, then, chain.now, today) ? 1 : 0;
          }
        }
      }
      return several;
    }

    private boolean compare(
        Explanation explanation,
        Scope scope,
        String period,
        Money money,
        long since,
        Organisation then,
        long now,
        Organisation today) {
      Map<String, Long> deltas = new TreeMap<>();
      for (int deal = 0; deal < DEALS; deal++) {
        String dealId = "deal-" + deal;
        long delta =
            amount(dealId, scope, period, money, now, today)
                - amount(dealId, scope, period, money, since, then);
        if (delta != 0) {
          deltas.put(dealId, delta);
        }
      }
      List<String> largest =
          deltas.entrySet().stream()
              .sorted(
                  Comparator.comparingLong((Map.Entry<String, Long> e) -> -Math.abs(e.getValue()))
                      .thenComparing(Map.Entry::getKey))
              .limit(5)
              .map(e -> e.getKey() + " " + e.getValue())
              .toList();
      String as = money + " " + scope.key(period) + " since " + since + " until " + now;
      long total = deltas.values().stream().mapToLong(Long::longValue).sum();
      assertThat(explanation.contributors())
          .as(as)
          .extracting(contributor -> contributor.dealId() + " " + contributor.delta())
          .isEqualTo(largest);
      assertThat(explanation.total()).as(as).isEqualTo(total);
      assertThat(
              explanation.contributors().stream().mapToLong(Contributor::delta).sum()
                  + explanation.other())
          .as(as)
          .isEqualTo(explanation.total());
      for (Contributor contributor : explanation.contributors()) {
        // A deal is open or booked; here it may be both, and what is not moved is not known.
        if (money != Money.BOOKED_AND_OPEN) {
          assertThat(contributor.after())
              .as(as)
              .isEqualTo(amount(contributor.dealId(), scope, period, money, now, today));
        }
        assertThat(contributor.after() - contributor.before())
            .as(as)
            .isEqualTo(contributor.delta());
      }
      return deltas.size() > 1;
    }

    private Organisation organisation(long at) {
      Organisation organisation = new Organisation();
      reorganisations.headMap(at, true).values().forEach(change -> change.apply(organisation));
      return organisation;
    }

    private static List<Scope> scopes() {
      return Stream.of(
              Stream.of(Scope.COMPANY, new Scope(ScopeType.SEGMENT, "smb")),
              Stream.of(
                  new Scope(ScopeType.TERRITORY, "emea"), new Scope(ScopeType.PIPELINE, "new")),
              UNITS.stream().skip(1).map(Scope::unit),
              REPS.stream().map(Scope::rep))
          .flatMap(scopes -> scopes)
          .toList();
    }

    private long amount(
        String dealId,
        Scope scope,
        String period,
        Money money,
        long at,
        Organisation organisation) {
      if (money == Money.BOOKED_AND_OPEN) {
        return amount(dealId, scope, period, Money.BOOKED, at, organisation)
            + amount(dealId, scope, period, Money.OPEN, at, organisation);
      }
      if (money == Money.BOOKED) {
        Map.Entry<Long, DealBooking> booked =
            bookings.getOrDefault(dealId, new TreeMap<>()).floorEntry(at);
        return booked != null
                && period.equals(booked.getValue().period())
                && counts(booked.getValue().scopes(), scope, organisation)
            ? booked.getValue().amount()
            : 0;
      }
      long amount = 0;
      for (DealChange change : standing(dealId, at)) {
        Scope only = change.only();
        boolean counts =
            only == null
                ? counts(change.scopes(), scope, organisation)
                : only.equals(scope) || isAbove(scope, only, organisation);
        if (change.period().equals(period) && counts) {
          amount += change.delta();
        }
      }
      return amount;
    }

    private static boolean counts(DealScopes scopes, Scope scope, Organisation organisation) {
      String ownerId = scopes.ownerId();
      return switch (scope.type()) {
        case COMPANY -> true;
        case REP -> scope.id().equals(ownerId);
        case UNIT -> ownerId != null && isAbove(scope, Scope.rep(ownerId), organisation);
        case SEGMENT -> scope.id().equals(scopes.segment());
        case PRODUCT -> scope.id().equals(scopes.product());
        case TERRITORY -> scope.id().equals(scopes.territoryId());
        case PIPELINE -> scope.id().equals(scopes.pipelineId());
        case SOURCE, DEAL -> false;
      };
    }

    private static boolean isAbove(Scope scope, Scope below, Organisation organisation) {
      return below.type() == ScopeType.REP && organisation.ancestors(below).contains(scope);
    }
  }
}
