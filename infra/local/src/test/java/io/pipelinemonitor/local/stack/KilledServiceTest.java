package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeliveryCause;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.DeliveryStatus;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.RuleDirection;
import io.pipelinemonitor.schema.RuleRoute;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed again and again, at any moment, while incidents come: each is told on each
 * of its channels, and what somebody sees twice says that it may be a repeat. In full with {@code
 * -Dsoak.incidents=2000 -Dsoak.kills=50}.
 */
class KilledServiceTest {

  private static final int INCIDENTS = Integer.getInteger("soak.incidents", 150);
  private static final int KILLS = Integer.getInteger("soak.kills", 5);
  private static final long SEED = Long.getLong("soak.seed", 1);

  /** Slack takes a message a second for each. */
  private static final int TEAMS = 40;

  private static final int CHANNELS = 3;
  private static final int LONGEST_WORK_MILLIS = 3_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Whatever is heard so soon after the end of a process it had said before. */
  private static final Duration LAST_WORDS = Duration.ofMillis(300);

  @TempDir Path temporary;

  private final Random random = new Random(SEED);
  private final List<Instant> kills = new ArrayList<>();

  @Test
  void whateverTheMomentNothingIsLostAndWhatComesTwiceSaysSo() throws Exception {
    List<AlertEvent> steps = steps();
    try (Stack stack = startStack();
        ToldOutside outside = ToldOutside.start()) {
      introduce(stack);
      int aRound = 1 + steps.size() / KILLS;
      try (StepStream stream = new StepStream(stack, steps, 1 + aRound / 20)) {
        AlertsProcess process = start(stack, outside);
        try {
          for (int kill = 1; kill <= KILLS; kill++) {
            stream.goOnTo(kill * aRound);
            // Once in four it may not even have begun.
            if (random.nextInt(4) > 0) {
              process.awaitReady();
            }
            process.killAfter(Duration.ofMillis(random.nextInt(LONGEST_WORK_MILLIS)));
            kills.add(Instant.now());
            process = start(stack, outside);
          }
          await().atMost(PATIENCE).until(stream::isWritten);
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofSeconds(1))
              .until(() -> isOver(latest(stack), steps));
        } finally {
          process.close();
        }
      }
      judge(steps, latest(stack), outside.told());
    }
  }

  private static boolean isOver(Map<String, DeliveryRecord> records, List<AlertEvent> steps) {
    return records.size() == steps.size() * CHANNELS
        && records.values().stream()
            .allMatch(
                record ->
                    record.getStatus() != DeliveryStatus.PLANNED
                        && record.getStatus() != DeliveryStatus.AMBIGUOUS);
  }

  private void judge(List<AlertEvent> steps, Map<String, DeliveryRecord> records, List<Told> told) {
    assertThat(records.values())
        .as("all is over, and nothing was given up")
        .extracting(DeliveryRecord::getStatus)
        .containsOnly(DeliveryStatus.SENT, DeliveryStatus.SUPERSEDED, DeliveryStatus.SUPPRESSED)
        .contains(DeliveryStatus.SENT);
    Map<String, List<Told>> places =
        told.stream()
            .collect(Collectors.groupingBy(Told::place, LinkedHashMap::new, Collectors.toList()));
    Map<String, DeliveryRecord> sent =
        records.values().stream()
            .filter(record -> record.getStatus() == DeliveryStatus.SENT)
            .collect(Collectors.toMap(KilledServiceTest::place, record -> record));
    assertThat(places.keySet())
        .as("what can be seen is what is recorded as sent")
        .containsExactlyInAnyOrderElementsOf(sent.keySet());
    assertTheLatestStepsAreTold(steps, records.values());
    Map<String, Integer> repeats = new TreeMap<>();
    places.forEach(
        (place, copies) -> {
          assertThat(copies.stream().filter(copy -> !copy.marked()))
              .as("copies of %s that do not say that they may be repeats", place)
              .hasSizeLessThanOrEqualTo(1);
          if (copies.size() > 1) {
            assertThat(sent.get(place))
                .extracting(DeliveryRecord::getPossibleRepeat)
                .isEqualTo(true);
            repeats.merge(copies.get(0).channel(), copies.size() - 1, Integer::sum);
          }
        });
    assertThat(repeats).as("Slack can be asked what has arrived").doesNotContainKey("slack");
    report(steps, records.values(), told, repeats);
  }

  private static String place(DeliveryRecord record) {
    return record.getAlertEventId() + '|' + record.getChannel() + ':' + record.getAddress();
  }

  /** Or nothing at all was told, where the end came before anything could be. */
  private static void assertTheLatestStepsAreTold(
      List<AlertEvent> steps, Collection<DeliveryRecord> records) {
    Map<String, Long> latest = new HashMap<>();
    steps.forEach(step -> latest.merge(step.getIncidentId(), step.getSequence(), Math::max));
    Map<String, List<DeliveryRecord>> conversations =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    record -> record.getIncidentId() + '|' + record.getChannel()));
    assertThat(conversations).hasSize(INCIDENTS * CHANNELS);
    conversations.forEach(
        (conversation, ofIncident) -> {
          DeliveryRecord last =
              ofIncident.stream()
                  .max(Comparator.comparingLong(DeliveryRecord::getSequence))
                  .orElseThrow();
          assertThat(last.getSequence())
              .as(conversation)
              .isEqualTo(latest.get(last.getIncidentId()));
          if (last.getStatus() != DeliveryStatus.SENT) {
            assertThat(last.getReason()).as(conversation).isEqualTo(DeliveryCause.ENDED_UNTOLD);
            assertThat(ofIncident)
                .as(conversation)
                .noneMatch(record -> record.getStatus() == DeliveryStatus.SENT);
          }
        });
  }

  private void report(
      List<AlertEvent> steps,
      Collection<DeliveryRecord> records,
      List<Told> told,
      Map<String, Integer> repeats) {
    Map<String, Long> messages =
        told.stream()
            .collect(Collectors.groupingBy(Told::channel, TreeMap::new, Collectors.counting()));
    Map<DeliveryStatus, Long> ends =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    DeliveryRecord::getStatus, TreeMap::new, Collectors.counting()));
    long marked = told.stream().filter(Told::marked).count();
    List<Long> pauses = pauses(told);
    System.out.printf(
        "seed %d: %d kills, %d incidents, %d steps; messages %s; deliveries %s;"
            + " seen twice %s, all marked; marked in all %d;"
            + " from a kill to the next message (%d times) median %d ms, longest %d ms%n",
        SEED,
        kills.size(),
        INCIDENTS,
        steps.size(),
        messages,
        ends,
        repeats,
        marked,
        pauses.size(),
        pauses.isEmpty() ? 0 : pauses.get(pauses.size() / 2),
        pauses.isEmpty() ? 0 : pauses.get(pauses.size() - 1));
  }

  /** Sorted, milliseconds; of kills after which something was told before the next. */
  private List<Long> pauses(List<Told> told) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < kills.size(); i++) {
      Instant kill = kills.get(i);
      Instant next = i + 1 < kills.size() ? kills.get(i + 1) : Instant.MAX;
      told.stream()
          .map(Told::at)
          .filter(at -> at.isAfter(kill.plus(LAST_WORDS)) && at.isBefore(next))
          .min(Comparator.naturalOrder())
          .ifPresent(at -> pauses.add(Duration.between(kill, at).toMillis()));
    }
    pauses.sort(Comparator.naturalOrder());
    return pauses;
  }

  /** Each fires; every third gets worse, every second ends. */
  private static List<AlertEvent> steps() {
    record Placed(double at, AlertEvent step) {}
    double later = INCIDENTS / 8.0;
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < INCIDENTS; i++) {
      int sequence = 1;
      placed.add(new Placed(i, step(i, sequence++, AlertTransition.FIRED)));
      if (i % 3 == 0) {
        placed.add(new Placed(i + later / 2, step(i, sequence++, AlertTransition.ESCALATED)));
      }
      if (i % 2 == 0) {
        placed.add(new Placed(i + later, step(i, sequence, AlertTransition.RESOLVED)));
      }
    }
    return placed.stream()
        .sorted(Comparator.comparingDouble(Placed::at))
        .map(Placed::step)
        .toList();
  }

  private static AlertEvent step(int incident, int sequence, AlertTransition transition) {
    AlertEvent step =
        AlertSteps.step("i-" + incident, sequence, transition, "rep-" + incident % TEAMS);
    step.setRuleId("coverage-" + incident % TEAMS);
    step.setSummary("Coverage is now as of step " + step.getAlertEventId() + ".");
    return step;
  }

  /** Each incident is told to its owner by mail, to a channel of Slack and to a program. */
  private static void introduce(Stack stack) throws IOException {
    List<OrgMember> members = new ArrayList<>();
    List<AlertRule> rules = new ArrayList<>();
    for (int team = 0; team < TEAMS; team++) {
      members.add(
          OrgMember.newBuilder()
              .setMemberId("rep-" + team)
              .setName("Rep " + team)
              .setUnitId("emea")
              .setEmail("rep-" + team + "@example.com")
              .build());
      rules.add(
          AlertRule.newBuilder()
              .setRuleId("coverage-" + team)
              .setVersion(1)
              .setName("Coverage")
              .setType(RuleType.THRESHOLD)
              .setMetric("coverageToGo")
              .setDirection(RuleDirection.BELOW)
              .setRoute(
                  RuleRoute.newBuilder()
                      .setTo(List.of("OWNER"))
                      .setChannels(List.of("email", "slack:#team-" + team, "webhook:crm"))
                      .build())
              .setUpdatedAt(Instant.now())
              .build());
    }
    publish(stack, Topics.ORG_MEMBERS, members);
    publish(stack, Topics.RULES, rules);
  }

  private static <T extends SpecificRecord> void publish(
      Stack stack, Topic<T> topic, List<T> records) throws IOException {
    NaturalJson<T> json = NaturalJson.of(topic.recordType());
    LinePublisher.publishAt(
        stack.connection(),
        topic,
        records.stream().map(json::write).collect(Collectors.joining("\n")),
        Instant.now());
  }

  private Stack startStack() {
    return Stack.start(
        StackSettings.embedded(
                temporary.resolve("data"),
                List.of(),
                Path.of(System.getProperty("monitor.registry")))
            .withPorts(FreePorts.find())
            .withClock(StackClock.DATA),
        what -> {});
  }

  private AlertsProcess start(Stack stack, ToldOutside outside) throws IOException {
    return AlertsProcess.start(
        temporary.resolve("service-" + kills.size() + ".log"),
        Map.ofEntries(
            Map.entry("bootstrap.servers", stack.bootstrapServers()),
            Map.entry("schema.registry.url", stack.schemaRegistryUrl()),
            Map.entry("instance", "one"),
            Map.entry("heartbeats", "false"),
            Map.entry("quiet.from", "00:00"),
            Map.entry("quiet.to", "00:00"),
            Map.entry("quiet.days", ""),
            Map.entry("budget.messages", "1000000"),
            Map.entry("calls.at-a-time", "8")),
        outside.environment());
  }

  /** The latest record of each delivery. */
  private static Map<String, DeliveryRecord> latest(Stack stack) throws IOException {
    Map<String, DeliveryRecord> latest = new HashMap<>();
    TopicContent.read(stack, Topics.DELIVERIES)
        .forEach(record -> latest.put(record.getDeliveryId(), record));
    return latest;
  }
}
