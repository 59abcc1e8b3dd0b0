package io.pipelinemonitor.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.StageStatistics;
import io.pipelinemonitor.schema.StageStay;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelChainTest {

  private static final Instant START = Instant.parse("2025-01-05T09:00:00Z");
  private static final Instant END = Instant.parse("2026-07-10T00:00:00Z");

  private final JobSettings settings =
      JobSettings.of(
          Map.of("schema.registry.url", "mock://model-chain", "fiscal.zone", "Europe/Berlin"));
  private final SchemaRegistryClient registry =
      RegistryConnection.open(settings.schemaRegistryUrl(), Map.of());
  private final ModelInputs inputs = new ModelInputs(registry, settings);
  private ModelChain chain;

  @BeforeEach
  void open() throws Exception {
    chain = new ModelChain(settings, null);
  }

  @AfterEach
  void close() throws Exception {
    chain.close();
    registry.close();
  }

  @Test
  void publishesWhatALearnerTeachesThatKnowsTheWholeStory() throws Exception {
    List<ToldDeal> deals = SimulatedCompany.deals(inputs, 7, 300, START, END);
    ModelOracle oracle = new ModelOracle(inputs.calendar(), deals);

    chain.send(inputs.plan());
    chain.send(inOrder(deals));
    chain.timePassesTo(END);

    assertThat(chain.deadLetters()).isEmpty();
    Map<Instant, SortedMap<String, List<String>>> published = byTime(chain.published());
    // Owners of today are known only at the end; until then the whole company is compared.
    for (Instant begin : periodsBegun()) {
      assertThat(at(published, begin).get("COMPANY:company"))
          .as("as of " + begin)
          .isEqualTo(oracle.at(ModelInputs.micros(begin), Map.of()).get("COMPANY:company"));
    }
    Instant last = Collections.max(published.keySet());
    assertThat(published.get(last))
        .isEqualTo(oracle.at(ModelInputs.micros(last), ModelInputs.TEAMS));
  }

  @Test
  void neitherTheOrderOfArrivalNorARestartChangesAnything() throws Exception {
    List<ToldDeal> deals = SimulatedCompany.deals(inputs, 8, 60, START, END);
    chain.send(inputs.plan());
    chain.send(shuffled(deals));
    chain.timePassesTo(END);
    List<ModelParameters> atOnce = chain.published();

    List<ModelParameters> dayByDay = new ArrayList<>();
    ModelChain daily = new ModelChain(settings, null);
    daily.send(inputs.plan());
    List<RawRecord> records = inOrder(deals);
    int next = 0;
    for (Instant day = START; day.isBefore(END); day = day.plus(Duration.ofDays(1))) {
      while (next < records.size() && records.get(next).streamTime() <= day.toEpochMilli()) {
        daily.send(records.get(next++));
      }
      daily.timePassesTo(day);
      if (day.equals(START.plus(Duration.ofDays(200)))) {
        dayByDay.addAll(daily.published());
        ModelChain.Checkpoint checkpoint = daily.checkpoint();
        daily.close();
        daily = new ModelChain(settings, checkpoint);
      }
    }
    daily.send(records.subList(next, records.size()));
    daily.timePassesTo(END);
    dayByDay.addAll(daily.published());
    daily.close();

    assertThat(dayByDay).isEqualTo(atOnce);
  }

  @Test
  void publishesAtMidnightWhenThereIsSomethingNewAndWhenAPeriodBegins() throws Exception {
    chain.send(inputs.plan());
    ToldDeal deal = deal("a", "ann", START, 500);
    deal.toStage(START.plus(Duration.ofDays(10)), "offer");
    chain.send(deal.records);
    chain.timePassesTo(Instant.parse("2025-04-20T00:00:00Z"));

    assertThat(chain.published())
        .filteredOn(record -> record.getScopeType() == ScopeType.COMPANY)
        .extracting(ModelParameters::getEffectiveFrom)
        .containsExactly(
            Instant.parse("2024-12-01T23:00:00Z"),
            Instant.parse("2025-01-15T23:00:00Z"),
            Instant.parse("2025-03-31T22:00:00Z"));
  }

  @Test
  void publishesForEveryoneInThePlanFromTheFirstMidnightOn() throws Exception {
    chain.send(inputs.plan());
    chain.timePassesTo(START);

    SortedMap<String, List<String>> first =
        at(byTime(chain.published()), Instant.parse("2024-12-01T23:00:00Z"));
    assertThat(first.keySet())
        .containsExactly(
            "COMPANY:company",
            "REP:ann",
            "REP:bob",
            "REP:cid",
            "REP:dot",
            "UNIT:north",
            "UNIT:south");
  }

  @Test
  void aMovementThatIsWithdrawnTeachesNothingAnyLonger() throws Exception {
    chain.send(inputs.plan());
    ToldDeal deal = deal("a", "ann", START, 500);
    PipelineChange mistake = deal.toAmountByMistake(START.plus(Duration.ofDays(20)), 900);
    deal.close(START.plus(Duration.ofDays(60)), DealStatus.WON, 450);
    deal.withdraw(Instant.parse("2025-04-10T12:00:00Z"), mistake);
    chain.send(deal.records);
    chain.timePassesTo(Instant.parse("2025-04-12T00:00:00Z"));

    Map<Instant, SortedMap<String, List<String>>> published = byTime(chain.published());
    ModelOracle oracle = new ModelOracle(inputs.calendar(), List.of(deal));
    Instant corrected = Instant.parse("2025-04-10T22:00:00Z");
    SortedMap<String, List<String>> expected =
        oracle.at(ModelInputs.micros(corrected), ModelInputs.TEAMS);
    assertThat(published.get(Instant.parse("2025-03-31T22:00:00Z"))).isNotEqualTo(expected);
    assertThat(published.get(corrected)).isEqualTo(expected);
  }

  @Test
  void aReorganisationTakesThePastWithItAtTheNextMidnight() throws Exception {
    List<ToldDeal> deals = SimulatedCompany.deals(inputs, 9, 60, START, END);
    chain.send(inputs.plan());
    chain.send(inOrder(deals));
    chain.send(inputs.member(Instant.parse("2026-07-02T08:00:00Z"), "bob", "south"));
    chain.timePassesTo(END);

    Map<Instant, SortedMap<String, List<String>>> published = byTime(chain.published());
    Instant last = Collections.max(published.keySet());
    assertThat(published.get(last))
        .isEqualTo(
            new ModelOracle(inputs.calendar(), deals)
                .at(
                    ModelInputs.micros(last),
                    Map.of("north", List.of("ann"), "south", List.of("bob", "cid", "dot"))));
  }

  @Test
  void saysHowLongDealsAreInAStage() throws Exception {
    List<ToldDeal> deals = SimulatedCompany.deals(inputs, 10, 300, START, END);
    chain.send(inputs.plan());
    chain.send(inOrder(deals));
    chain.timePassesTo(END);

    ModelParameters last =
        chain.published().stream()
            .filter(record -> record.getScopeType() == ScopeType.COMPANY)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(last.getStages())
        .extracting(StageStatistics::getStageId)
        .containsExactlyInAnyOrder("lead", "offer", "closing");
    for (StageStatistics stage : last.getStages()) {
      List<Double> stays = new ArrayList<>();
      List<Double> toWin = new ArrayList<>();
      deals.forEach(deal -> addDays(deal, stage.getStageId(), stays, toWin));
      assertThat(stage.getStays()).isEqualTo(stays.size());
      assertThat(stage.getDaysMedian()).isCloseTo(rank(stays, 50), near(rank(stays, 50)));
      assertThat(stage.getDaysP90()).isCloseTo(rank(stays, 90), near(rank(stays, 90)));
      assertThat(stage.getDaysToWinMedian()).isCloseTo(rank(toWin, 50), near(rank(toWin, 50)));
    }
  }

  private static void addDays(
      ToldDeal deal, String stageId, List<Double> stays, List<Double> toWin) {
    boolean first = true;
    for (StageStay stay : deal.stays()) {
      Instant leftAt = stay.getLeftAt() == null ? deal.closedAt() : stay.getLeftAt();
      if (stay.getStageId().equals(stageId)) {
        if (leftAt != null) {
          stays.add(days(stay.getEnteredAt(), leftAt));
        }
        Instant wonAt = deal.wonAt();
        if (first && wonAt != null) {
          toWin.add(days(stay.getEnteredAt(), wonAt));
        }
        first = false;
      }
    }
  }

  private static double days(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() / 86_400.0;
  }

  private static double rank(List<Double> values, int percent) {
    return values.stream().sorted().toList().get((values.size() * percent + 99) / 100 - 1);
  }

  /** Half a bucket: half an hour, or 1.6 %. */
  private static Offset<Double> near(double days) {
    return Offset.offset(Math.max(0.5 / 24, days * 0.017));
  }

  @Test
  void stateEnds() throws Exception {
    chain.send(inputs.plan());
    ToldDeal won = deal("a", "ann", START, 500);
    won.close(START.plus(Duration.ofDays(60)), DealStatus.WON, 450);
    ToldDeal deleted = deal("b", "bob", START, 500);
    deleted.delete(START.plus(Duration.ofDays(60)));
    chain.send(won.records);
    chain.send(deleted.records);
    chain.send(inputs.raw(Topics.DEALS, "gone", null, START));
    chain.timePassesTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(chain.leftOfDeals()).isPositive();
    int taught = chain.leftOfCompany();

    chain.timePassesTo(Instant.parse("2027-09-01T00:00:00Z"));
    assertThat(chain.leftOfDeals()).as("nothing more will be told of them").isZero();

    chain.timePassesTo(Instant.parse("2028-09-01T00:00:00Z"));
    assertThat(chain.leftOfCompany()).isLessThan(taught);
    assertThat(chain.leftOfCompany()).as("the period of what was published last").isEqualTo(1);
  }

  @Test
  void whatCannotBeUsedIsTold() throws Exception {
    chain.send(inputs.raw(Topics.DEALS, "x", new byte[] {9}, START));
    chain.send(inputs.raw(Topics.CHANGES, "x", null, START));

    assertThat(chain.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactly(DeadLetterReason.UNDECODABLE, DeadLetterReason.UNEXPECTED_TOMBSTONE);
  }

  private ToldDeal deal(String dealId, String ownerId, Instant at, long amount) {
    int period = inputs.calendar().periodAt(ModelInputs.micros(at)).index();
    return new ToldDeal(inputs, dealId, ownerId, at, period, amount);
  }

  private List<Instant> periodsBegun() {
    List<Instant> begun = new ArrayList<>();
    FiscalPeriod period = inputs.calendar().periodAt(ModelInputs.micros(START));
    while (inputs.calendar().startOfDay(period.endDay()) < ModelInputs.micros(END)) {
      begun.add(Instant.ofEpochSecond(inputs.calendar().startOfDay(period.endDay()) / 1_000_000));
      period = inputs.calendar().periodOf(period.endDay());
    }
    return begun;
  }

  private static List<RawRecord> inOrder(List<ToldDeal> deals) {
    return deals.stream()
        .flatMap(deal -> deal.records.stream())
        .sorted(Comparator.comparingLong(RawRecord::streamTime))
        .toList();
  }

  /** Any order in which a topic keeps that of each key. */
  private static List<RawRecord> shuffled(List<ToldDeal> deals) {
    List<List<RawRecord>> queues = new ArrayList<>();
    for (ToldDeal deal : deals) {
      for (String topic : List.of(Topics.DEALS.name(), Topics.CHANGES.name())) {
        queues.add(
            new ArrayList<>(
                deal.records.stream().filter(record -> record.topic().equals(topic)).toList()));
      }
    }
    Random random = new Random(1);
    List<RawRecord> shuffled = new ArrayList<>();
    while (!queues.isEmpty()) {
      List<RawRecord> queue = queues.get(random.nextInt(queues.size()));
      if (queue.isEmpty()) {
        queues.remove(queue);
      } else {
        shuffled.add(queue.remove(0));
      }
    }
    return shuffled;
  }

  private static SortedMap<String, List<String>> at(
      Map<Instant, SortedMap<String, List<String>>> published, Instant time) {
    return Objects.requireNonNull(published.get(time), "nothing was published at " + time);
  }

  /** What stands from each moment on at which anything was published: the latest of each scope. */
  private static Map<Instant, SortedMap<String, List<String>>> byTime(
      List<ModelParameters> published) {
    Map<Instant, SortedMap<String, List<String>>> byTime = new TreeMap<>();
    SortedMap<String, List<String>> latest = new TreeMap<>();
    for (ModelParameters record : published) {
      latest.put(String.valueOf(Topics.MODEL_PARAMETERS.key(record)), ModelOracle.figures(record));
      byTime.put(record.getEffectiveFrom(), new TreeMap<>(latest));
    }
    return byTime;
  }
}
