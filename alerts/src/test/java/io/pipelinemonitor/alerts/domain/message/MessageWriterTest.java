package io.pipelinemonitor.alerts.domain.message;

import static io.pipelinemonitor.alerts.domain.event.StepBuilder.FIRED_AT;
import static io.pipelinemonitor.alerts.domain.event.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.Figure;
import io.pipelinemonitor.alerts.domain.event.FigureUnit;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.StepReason;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.message.Message.DealLine;
import io.pipelinemonitor.alerts.domain.message.Message.DealTable;
import io.pipelinemonitor.alerts.domain.message.Message.Fact;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageWriterTest {

  private static final Reader ZURICH = new Reader(Locale.UK, ZoneId.of("Europe/Zurich"));
  private static final Currency EUR = Currency.getInstance("EUR");

  @Test
  void dealsAndAllOthersAddUpToTheTotal() {
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      DealChange[] deals = new DealChange[random.nextInt(8)];
      for (int i = 0; i < deals.length; i++) {
        deals[i] = deal("d-" + i, random.nextLong(-9_000_000, 9_000_000));
      }
      long total = random.nextLong(-90_000_000, 90_000_000);
      DealTable table = table(step().explainedBy(total, deals).build());
      assertThat(table.lines()).as("seed %d", seed).hasSizeLessThanOrEqualTo(5);
      BigDecimal sum =
          table.lines().stream()
              .map(DealLine::amount)
              .map(MessageWriterTest::amount)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      String others = table.others();
      assertThat(others == null ? sum : sum.add(amount(others)))
          .as("seed %d", seed)
          .isEqualByComparingTo(amount(table.total()))
          .isEqualByComparingTo(BigDecimal.valueOf(total, 2));
    }
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text.replaceAll("[^0-9.-]", ""));
  }

  @Test
  void beyondFiveDealsTheRestIsSummed() {
    DealTable table =
        table(
            step()
                .explainedBy(
                    -2_100,
                    deal("a", -600),
                    deal("b", -500),
                    deal("c", -400),
                    deal("d", -300),
                    deal("e", -200),
                    deal("f", -100))
                .build());
    assertThat(table.lines()).extracting(DealLine::name).containsExactly("a", "b", "c", "d", "e");
    assertThat(table.others()).isEqualTo("-€1");
  }

  @Test
  void whereNoOtherDealMovedNoneIsSpokenOf() {
    assertThat(table(step().explainedBy(-600, deal("a", -600)).build()).others()).isNull();
  }

  @Test
  void theSentenceStopsWhereTheDealsBegin() {
    Message message =
        write(
            step()
                .saying("Coverage fell. Since 5 March open pipeline fell by EUR 6: a slipped.")
                .explainedBy(-600, deal("a", -600))
                .build());
    assertThat(message.sentence()).isEqualTo("Coverage fell.");
  }

  @Test
  void withoutDealsTheSummaryIsToldAsItIs() {
    String summary = "Coverage fell. Since then nothing is known.";
    assertThat(write(step().saying(summary).build()).sentence()).isEqualTo(summary);
  }

  @Test
  void theFigureIsWrittenSoThatItIsNotOnALineThatItIsNotOn() {
    Figure close =
        new Figure("coverageToGo", 2.996, FigureUnit.RATIO, EUR, 3.0, 3.3, null, null, null, null);
    assertThat(fact(step().showing(close).build(), "Now"))
        .isEqualTo("2.996×; warning line 3.0×, over at 3.3×");
  }

  @Test
  void aFigureThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () ->
                new Figure(
                    "m", Double.NaN, FigureUnit.RATIO, EUR, 3.0, 3.3, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEndSaysHowLongItTook() {
    AlertEvent resolved =
        step().taking(Transition.RESOLVED).at(FIRED_AT.plus(Duration.ofHours(51))).build();
    assertThat(fact(resolved, "Lasted"))
        .isEqualTo("2 days 3 hours, from 6 Feb 2026, 14:55 CET to 8 Feb 2026, 17:55 CET");
    assertThat(write(resolved).meaning()).isNull();
    assertThat(write(resolved).lookAt()).isNull();
    assertThat(write(resolved).open()).isFalse();
  }

  @Test
  void anEndSaysWhatBroughtItBackOnlyIfDealsDid() {
    AlertEvent byDeals =
        step().taking(Transition.RESOLVED).explainedBy(600, deal("a", 600)).build();
    AlertEvent byEdit =
        step()
            .taking(Transition.RESOLVED)
            .because(StepReason.RULE_EDITED)
            .explainedBy(-600, deal("a", -600))
            .build();
    assertThat(table(byDeals).heading()).isEqualTo("What brought it back, since 31 Jan 2026");
    assertThat(table(byEdit).heading()).isEqualTo("Which deals moved it, since 31 Jan 2026");
  }

  @Test
  void theTopicIsTheSameFromFirstToLast() {
    assertThat(write(step().taking(Transition.RESOLVED).build()).topic())
        .isEqualTo(write(step().build()).topic())
        .isEqualTo("Coverage of what is left to sell – DACH, 2026-Q1");
  }

  @Test
  void figuresThatAreTooOldAreDated() {
    assertThat(fact(step().onStaleFigures().build(), "Figures as of"))
        .isEqualTo("6 Feb 2026, 14:55 CET");
  }

  @Test
  void builtInRulesHaveNoAdvice() {
    Message message =
        write(step().by("bulk-edit", "Large edit", RuleType.UNKNOWN).saying("kim did.").build());
    assertThat(message.meaning()).isNull();
    assertThat(message.lookAt()).isNull();
  }

  @Test
  void currenciesWithoutMinorUnitsHaveNone() {
    Formats formats = new Formats(new Reader(Locale.US, ZoneId.of("Asia/Tokyo")));
    assertThat(formats.change(Currency.getInstance("JPY"), -1_234, true)).isEqualTo("-¥1,234");
    assertThat(formats.change(Currency.getInstance("KWD"), 1_234_567, false))
        .isEqualTo("+KWD1,234.567");
  }

  @Test
  void aLinkLeadsToAWebPageAndNowhereElse() {
    assertThatThrownBy(() -> new Link("here", URI.create("javascript:alert(1)")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://");
  }

  @Test
  void textIsCutBetweenCharactersOnly() {
    assertThat(OneLine.of("\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80", 2)).isEqualTo("\uD83D\uDE80…");
    assertThat(OneLine.of("  a \n\t b  ", 3)).isEqualTo("a b");
    assertThat(OneLine.of("abcd", 3)).isEqualTo("ab…");
    assertThat(OneLine.of("abc   ", 3)).isEqualTo("abc");
  }

  private static Message write(AlertEvent event) {
    return MessageWriter.write(event, ZURICH, null);
  }

  private static DealTable table(AlertEvent event) {
    DealTable table = write(event).deals();
    if (table == null) {
      throw new AssertionError("no deals are told");
    }
    return table;
  }

  private static String fact(AlertEvent event, String label) {
    return write(event).facts().stream()
        .filter(fact -> fact.label().equals(label))
        .map(Fact::value)
        .findFirst()
        .orElseThrow();
  }

  private static DealChange deal(String id, long delta) {
    return new DealChange(id, null, DealCause.DECREASED, null, delta, true);
  }
}
