package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.incident.DurationText;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.ValueText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what a burst is in a sentence or two.
 *
 * <p>For example: "kim changed 500 deals (close date) within 59 seconds. Open pipeline of 2026-Q1
 * fell by USD 310 k, open pipeline of 2026-Q2 rose by USD 310 k." If it is one edit by its share of
 * a unit, "In North: 15 of 60 open deals (25 %)." comes after the first sentence.
 */
public final class BurstText {

  private static final int MOST_FIELDS = 4;
  private static final int MOST_AMOUNTS = 3;

  private BurstText() {}

  /** The summary of a step that is told. */
  public static String of(BurstStep step, String currency, BurstPolicy policy) {
    BurstFacts facts = step.facts();
    String quiet = DurationText.of(policy.quiet());
    String text =
        facts.author().isImport()
            ? ofImport(step.kind(), facts, quiet)
            : ofEdit(step.kind(), facts, quiet);
    return text + money(facts.changes(), currency);
  }

  private static String ofEdit(BurstStep.Kind kind, BurstFacts facts, String quiet) {
    String edit =
        name(facts.author()) + " changed " + deals(facts) + fields(facts.fields()) + lasting(facts);
    return switch (kind) {
      case OPENED, SPREAD, LIFTED ->
          edit
              + " and may go on."
              + share(facts.share())
              + " Alerts that come of it are told when nothing more has come for "
              + quiet
              + '.';
      case SETTLED -> edit + '.' + share(facts.share());
      case OVER -> edit + "; nothing more has come for " + quiet + '.' + share(facts.share());
    };
  }

  private static String ofImport(BurstStep.Kind kind, BurstFacts facts, String quiet) {
    boolean first = facts.cause() == Suppression.BOOTSTRAP;
    return switch (kind) {
      case OPENED, SPREAD, LIFTED, SETTLED ->
          (first ? "The first import" : "An import")
              + " from "
              + facts.author().source()
              + " is going on: "
              + deals(facts)
              + " so far. Alerts are told when nothing more has come for "
              + quiet
              + '.';
      case OVER ->
          (first ? "First import of " : "Import of ")
              + deals(facts)
              + " from "
              + facts.author().source()
              + " finished"
              + lasting(facts).replace(" within ", " after ")
              + "; what is still firing is told now.";
    };
  }

  private static String share(@Nullable UnitShare share) {
    return share == null
        ? ""
        : String.format(
            Locale.ROOT,
            " In %s: %,d of %,d open deals (%d %%).",
            share.name(),
            share.deals(),
            share.openDeals(),
            share.percent());
  }

  private static String name(Author author) {
    return author.kind() == Author.Kind.BATCH ? "Batch " + author.id() : author.id();
  }

  private static String deals(BurstFacts facts) {
    return String.format(Locale.ROOT, "%,d deals", facts.deals());
  }

  private static String lasting(BurstFacts facts) {
    return " within " + DurationText.of(facts.latest() - facts.from());
  }

  private static String fields(List<DealField> fields) {
    List<DealField> named = fields.stream().filter(field -> field != DealField.CURRENCY).toList();
    if (named.isEmpty()) {
      return "";
    }
    String more = named.size() > MOST_FIELDS ? " and more" : "";
    return named.stream()
        .limit(MOST_FIELDS)
        .map(BurstText::word)
        .collect(Collectors.joining(", ", " (", more + ')'));
  }

  /** The field as people call it: CLOSE_DATE is the close date. */
  private static String word(DealField field) {
    return field == DealField.EXISTENCE
        ? "deletion"
        : field.name().replace("_ID", "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  private static String money(List<BurstFacts.PeriodChange> changes, String currency) {
    if (changes.isEmpty()) {
      return "";
    }
    String text =
        changes.stream()
            .limit(MOST_AMOUNTS)
            .map(change -> amount(change, currency))
            .collect(Collectors.joining(", "));
    return ' ' + text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + '.';
  }

  private static String amount(BurstFacts.PeriodChange change, String currency) {
    Explanation explanation = change.explanation();
    String subject = explanation.money().label() + " of " + change.period();
    long total = explanation.total();
    if (total == 0) {
      return subject + " stayed the same in sum";
    }
    return subject
        + (total < 0 ? " fell by " : " rose by ")
        + ValueText.ofMinorUnits(Math.abs(total), currency);
  }
}
