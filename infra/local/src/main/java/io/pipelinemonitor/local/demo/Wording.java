package io.pipelinemonitor.local.demo;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.MetricUnit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** What happens, in one line each. */
final class Wording {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int PARAGRAPH_WIDTH = 110;
  private static final int PARAGRAPH_INDENT = 10;

  private Wording() {}

  /** One line for a transition that people are told of; empty for one that they are not. */
  static Optional<String> alert(AlertEvent event) {
    String verb = verb(event.getTransition());
    if (verb == null) {
      return Optional.empty();
    }
    String silence =
        event.getSuppressedBy().isEmpty()
            ? ""
            : "  (nobody is told: " + words(event.getSuppressedBy().get(0).name()) + ")";
    return Optional.of(
        "%s  %-8s %-12s %s, %s: %s%s%s"
            .formatted(
                minute(event.getEvaluatedAt()),
                event.getSeverity(),
                verb,
                event.getScopeName() == null ? event.getScopeId() : event.getScopeName(),
                event.getPeriod(),
                words(event.getMetric()) + comparison(event),
                standing(event),
                silence));
  }

  /** Whether it is worth the room to say why. */
  static boolean isExplained(AlertTransition transition) {
    return switch (transition) {
      case FIRED, ESCALATED, REOPENED, RESOLVED -> true;
      default -> false;
    };
  }

  /** Text below the line of an alert, in lines that fit a terminal. */
  static String paragraph(String text) {
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(Ansi.OFF),
            new Column(PARAGRAPH_WIDTH, PARAGRAPH_INDENT, Overflow.WRAP));
    table.addRowValues(withoutColours(text));
    return table.toString().stripTrailing();
  }

  /** What looks like a colour in a deal's name would be taken for one. */
  static String withoutColours(String text) {
    return text.replace("@|", "@ |").replace("|@", "| @");
  }

  /** Against what the metric was measured, where that is not a line alone. */
  private static String comparison(AlertEvent event) {
    if (event.getValue() == null) {
      return "";
    }
    return switch (event.getRuleType()) {
      case CHANGE -> ", change of";
      case PACING -> ", against earlier periods";
      case THRESHOLD, DRIFT, DEAL, STALE, UNKNOWN -> "";
    };
  }

  private static @Nullable String verb(AlertTransition transition) {
    return switch (transition) {
      case FIRED -> "fired";
      case ESCALATED -> "escalated";
      case STEPPED_DOWN -> "stepped down";
      case RECOVERING -> "recovering";
      case REBREACHED -> "fired again";
      case REOPENED -> "reopened";
      case RESOLVED -> "resolved";
      case PENDING, PENDING_CLEARED, UPDATED, REMINDED, ACKNOWLEDGED, SNOOZED, UNSNOOZED, UNKNOWN ->
          null;
    };
  }

  /** The value against the line that decided, and how long it took where it is over. */
  private static String standing(AlertEvent event) {
    String text =
        event.getValue() == null ? " has no value" : " " + amount(event, event.getValue());
    boolean worse =
        switch (event.getTransition()) {
          case FIRED, ESCALATED, REBREACHED, REOPENED -> true;
          default -> false;
        };
    Double line = worse ? event.getFireThreshold() : event.getClearThreshold();
    if (event.getValue() != null && line != null) {
      String side =
          event.getValue() < line ? ", below " : event.getValue() > line ? ", above " : ", at ";
      text += side + amount(event, line);
    }
    if (event.getTransition() == AlertTransition.RESOLVED
        && event.getFiredAt() != null
        && event.getResolvedAt() != null) {
      text += ", after " + length(Duration.between(event.getFiredAt(), event.getResolvedAt()));
    }
    return text;
  }

  private static String amount(AlertEvent event, double value) {
    if (event.getUnit() == MetricUnit.RATIO && !comparison(event).isEmpty()) {
      return String.format(Locale.ROOT, "%+.0f %%", 100 * value);
    }
    if (event.getUnit() == MetricUnit.MONEY && event.getCurrency() != null) {
      return "%s %,.0f".formatted(event.getCurrency(), value);
    }
    return event.getUnit() == MetricUnit.COUNT || event.getUnit() == MetricUnit.SCORE
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /** A length of time with its two largest units. */
  static String length(Duration duration) {
    if (duration.toDays() > 0) {
      return "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
    }
    return duration.toHours() > 0
        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d min".formatted(duration.toMinutes());
  }

  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** Millions of major units with the currency, for example USD 18.96 M. */
  static String millions(long minorUnits, String currency) {
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return String.format(Locale.ROOT, "%s %.2f M", currency, minorUnits / Math.pow(10, digits + 6));
  }

  static String ratio(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  static String percent(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * value);
  }

  /** {@code coverageToGo} and {@code BULK_EDIT} as people write them. */
  static String words(String identifier) {
    return identifier.contains("_") || identifier.equals(identifier.toUpperCase(Locale.ROOT))
        ? identifier.toLowerCase(Locale.ROOT).replace('_', ' ')
        : identifier.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
