package io.pipelinemonitor.alerts.domain.message;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Explanation;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.Figure;
import io.pipelinemonitor.alerts.domain.event.FigureUnit;
import io.pipelinemonitor.alerts.domain.event.IncidentState;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Times;
import io.pipelinemonitor.alerts.domain.message.Message.DealLine;
import io.pipelinemonitor.alerts.domain.message.Message.DealTable;
import io.pipelinemonitor.alerts.domain.message.Message.Fact;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Writes the message of a step for one reader. */
public final class MessageWriter {

  /** Of a title, in code points: as much as a header of Slack takes. */
  static final int LONGEST_TITLE = 150;

  private static final int MOST_DEALS = 5;
  private static final int LONGEST_SENTENCE = 600;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_FACT = 200;
  private static final int LONGEST_PART = 58;
  private static final int LONGEST_PERIOD = 12;

  /** How whoever judges goes on to the deals, which have a place of their own here. */
  private static final String DEALS_FOLLOW = ". Since ";

  private final AlertEvent event;
  private final Figure figure;
  private final RuleType type;
  private final Formats formats;

  private MessageWriter(AlertEvent event, Reader reader) {
    this.event = event;
    this.figure = event.figure();
    this.type = event.rule().type();
    this.formats = new Formats(reader);
  }

  /**
   * The message of a step.
   *
   * @param address where to see the incident; null: nowhere
   */
  public static Message write(AlertEvent event, Reader reader, @Nullable URI address) {
    return new MessageWriter(event, reader).message(address);
  }

  private Message message(@Nullable URI address) {
    boolean firing = event.state() == IncidentState.FIRING;
    return new Message(
        event.incidentId(),
        event.alertEventId(),
        event.dedupKey(),
        event.severity(),
        event.isOpen(),
        false,
        topic(),
        title(),
        sentence(),
        facts(),
        deals(),
        firing ? meaning() : null,
        firing && isAboutFigures() ? Concern.of(event).lookAt() : null,
        address == null ? null : new Link("Open the incident", address));
  }

  private String title() {
    return OneLine.of(standing() + ": " + topic(), LONGEST_TITLE);
  }

  private String topic() {
    // The names may be long, and the period must not be lost behind them.
    return OneLine.of(event.rule().name(), LONGEST_PART)
        + " – "
        + OneLine.of(event.scope().title(), LONGEST_PART)
        + (type == RuleType.STALE ? "" : ", " + OneLine.of(event.period(), LONGEST_PERIOD));
  }

  private String standing() {
    if (event.state() == IncidentState.RESOLVED) {
      return "Resolved";
    }
    if (event.state() == IncidentState.RECOVERING) {
      return "Recovering";
    }
    return switch (event.severity()) {
      case INFO -> "Note";
      case WARNING -> "Warning";
      case CRITICAL -> "Critical";
    };
  }

  private String sentence() {
    String summary = event.summary();
    Explanation explanation = event.explanation();
    int deals =
        explanation == null || explanation.deals().isEmpty() ? -1 : summary.indexOf(DEALS_FOLLOW);
    String sentence = deals < 0 ? summary : summary.substring(0, deals + 1);
    return sentence.isBlank() ? title() : OneLine.of(sentence, LONGEST_SENTENCE);
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    add(facts, "Now", now());
    add(facts, "Compared with", comparedWith());
    Instant onset = figure.onsetAt();
    add(facts, "Drifting since", onset == null ? null : formats.day(onset));
    if (event.state() == IncidentState.RESOLVED) {
      add(facts, "Lasted", lasted());
    } else {
      add(facts, "Since", since());
    }
    Instant asOf = event.times().dataAsOf();
    if (asOf != null && type == RuleType.STALE) {
      add(facts, "Last heard", formats.moment(asOf));
    } else if (asOf != null && event.stale()) {
      add(facts, "Figures as of", formats.moment(asOf));
    }
    return facts;
  }

  private static void add(List<Fact> facts, String label, @Nullable String value) {
    if (value != null) {
      facts.add(new Fact(label, OneLine.of(value, LONGEST_FACT)));
    }
  }

  /** The figure against its lines. */
  private @Nullable String now() {
    Double value = figure.value();
    Double fire = figure.fire();
    if (value == null) {
      return fire == null ? null : "no figure at present" + lines();
    }
    if (fire == null || isDrift()) {
      return formats.figure(figure, type, value) + lines();
    }
    return formats.beside(figure, type, value, fire) + lines();
  }

  private String lines() {
    Double fire = figure.fire();
    Double clear = figure.clear();
    if (fire == null) {
      return "";
    }
    if (isDrift()) {
      Double statistic = figure.statistic();
      return statistic == null
          ? ""
          : "; statistic "
              + formats.number(statistic, 1, 1)
              + ", line "
              + formats.number(fire, 0, 1)
              + (clear == null ? "" : ", over at " + formats.number(clear, 0, 1));
    }
    return "; "
        + event.severity().word()
        + " line "
        + formats.line(figure, type, fire)
        + (clear == null ? "" : ", over at " + formats.line(figure, type, clear));
  }

  /** Its lines are of a statistic and not of the figure. */
  private boolean isDrift() {
    return type == RuleType.DRIFT;
  }

  private @Nullable String comparedWith() {
    Double baseline = figure.baseline();
    if (baseline == null) {
      return null;
    }
    String value =
        isDrift() && figure.unit() != FigureUnit.RATIO
            ? formats.figure(figure, type, baseline)
            : formats.baseline(figure, baseline);
    if (type == RuleType.PACING) {
      return value + ", the median of earlier periods at this point";
    }
    Instant at = figure.baselineAt();
    return at == null ? value : value + " on " + formats.moment(at);
  }

  private @Nullable String since() {
    Times times = event.times();
    Instant active = times.activeAt();
    if (active == null) {
      return null;
    }
    Duration length = Duration.between(active, times.evaluatedAt());
    return formats.moment(active)
        + (length.isZero() || length.isNegative() ? "" : ", for " + Lasting.of(length));
  }

  private @Nullable String lasted() {
    Instant from = event.times().firedAt();
    Instant to = event.times().resolvedAt();
    return from == null || to == null
        ? null
        : Lasting.of(Duration.between(from, to))
            + ", from "
            + formats.moment(from)
            + " to "
            + formats.moment(to);
  }

  /** Of an edit or an import, and of what is not known, nothing is said but what happened. */
  private boolean isAboutFigures() {
    return type != RuleType.UNKNOWN && !event.rule().isBuiltIn();
  }

  private @Nullable String meaning() {
    if (!isAboutFigures()) {
      return null;
    }
    String meaning = Concern.of(event).meaning();
    double elapsed = event.periodElapsed();
    return type == RuleType.STALE || elapsed <= 0 || elapsed >= 1
        ? meaning
        : formats.percent(elapsed, 0) + " of " + event.period() + " is over. " + meaning;
  }

  private @Nullable DealTable deals() {
    Explanation explanation = event.explanation();
    if (explanation == null || (explanation.deals().isEmpty() && explanation.total() == 0)) {
      return null;
    }
    List<DealChange> named =
        explanation.deals().subList(0, Math.min(MOST_DEALS, explanation.deals().size()));
    long others =
        Math.subtractExact(explanation.total(), named.stream().mapToLong(DealChange::delta).sum());
    Currency currency = explanation.currency();
    boolean whole =
        LongStream.concat(LongStream.of(others), named.stream().mapToLong(DealChange::delta))
            .allMatch(amount -> Formats.isWhole(currency, amount));
    return new DealTable(
        heading(explanation),
        named.stream()
            .map(
                deal ->
                    new DealLine(
                        OneLine.of(deal.title(), LONGEST_NAME),
                        OneLine.of(Deed.of(deal), LONGEST_NAME),
                        formats.change(currency, deal.delta(), whole)))
            .toList(),
        others == 0 ? null : formats.change(currency, others, whole),
        formats.change(currency, explanation.total(), whole));
  }

  private String heading(Explanation explanation) {
    Instant since = explanation.since();
    String what;
    if (event.state() == IncidentState.FIRING) {
      what = "Which deals did it";
    } else {
      what = isForTheBetter(explanation.total()) ? "What brought it back" : "Which deals moved it";
    }
    return since == null ? what : what + ", since " + formats.day(since);
  }

  /** The whole may have gone on falling until the end, where lines were moved or quotas cut. */
  private boolean isForTheBetter(long total) {
    Double fire = figure.fire();
    Double clear = figure.clear();
    return !isDrift()
        && fire != null
        && clear != null
        && Long.signum(total) == (int) Math.signum(clear - fire);
  }
}
