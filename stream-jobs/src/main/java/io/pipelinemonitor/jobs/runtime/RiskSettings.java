package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings that say when a risk factor fires and what it adds: all under {@code risk.}. */
final class RiskSettings {

  private static final String NO_RECENT_ACTIVITY = "risk.no-recent-activity.";
  private static final String STUCK_IN_STAGE = "risk.stuck-in-stage.";
  private static final String CLOSE_DATE_OVERDUE = "risk.close-date-overdue.";
  private static final String CLOSE_DATE_PUSHED = "risk.close-date-pushed.";
  private static final String STAGE_REGRESSED = "risk.stage-regressed.";
  private static final String AMOUNT_DROPPED = "risk.amount-dropped.";
  private static final String NO_NEXT_STEP = "risk.no-next-step.";
  private static final String SINGLE_THREADED = "risk.single-threaded.";
  private static final String MISSING_FIELDS = "risk.missing-fields.";
  private static final String UNLIKELY_CLOSE = "risk.unlikely-close.";
  private static final String WATCH_FROM = "risk.bands.watch-from";
  private static final String AT_RISK_FROM = "risk.bands.at-risk-from";

  private static final String POINTS = "points";
  private static final String DOUBLED_POINTS = "doubled-points";
  private static final String DAYS = "days";

  private static final String WHOLE_NUMBER = "a whole number of 0 or more";

  private final Map<String, String> known;

  private RiskSettings(Map<String, String> known) {
    this.known = known;
  }

  /** Every key with its default. */
  static Map<String, String> defaults() {
    RiskPolicy policy = RiskPolicy.DEFAULT;
    Map<String, String> defaults = new TreeMap<>();
    put(defaults, NO_RECENT_ACTIVITY + DAYS, policy.noRecentActivity().days());
    put(defaults, NO_RECENT_ACTIVITY + "doubled-days", policy.noRecentActivity().doubledDays());
    put(defaults, NO_RECENT_ACTIVITY + POINTS, policy.noRecentActivity().points());
    put(defaults, NO_RECENT_ACTIVITY + DOUBLED_POINTS, policy.noRecentActivity().doubledPoints());
    RiskPolicy.StuckInStage stuck = policy.stuckInStage();
    defaults.put(STUCK_IN_STAGE + "expected-multiple", stuck.expectedMultiple().toPlainString());
    defaults.put(STUCK_IN_STAGE + "learnt-multiple", stuck.learntMultiple().toPlainString());
    defaults.put(STUCK_IN_STAGE + "doubled-multiple", stuck.doubledMultiple().toPlainString());
    put(defaults, STUCK_IN_STAGE + POINTS, stuck.points());
    put(defaults, STUCK_IN_STAGE + DOUBLED_POINTS, stuck.doubledPoints());
    put(defaults, CLOSE_DATE_OVERDUE + POINTS, policy.closeDateOverdue());
    put(defaults, CLOSE_DATE_PUSHED + "times", policy.closeDatePushed().times());
    put(defaults, CLOSE_DATE_PUSHED + "doubled-times", policy.closeDatePushed().doubledTimes());
    put(defaults, CLOSE_DATE_PUSHED + POINTS, policy.closeDatePushed().points());
    put(defaults, CLOSE_DATE_PUSHED + DOUBLED_POINTS, policy.closeDatePushed().doubledPoints());
    put(defaults, STAGE_REGRESSED + DAYS, policy.stageRegressed().days());
    put(defaults, STAGE_REGRESSED + POINTS, policy.stageRegressed().points());
    put(defaults, AMOUNT_DROPPED + "percent", policy.amountDropped().percent());
    put(defaults, AMOUNT_DROPPED + DAYS, policy.amountDropped().days());
    put(defaults, AMOUNT_DROPPED + POINTS, policy.amountDropped().points());
    put(defaults, NO_NEXT_STEP + POINTS, policy.noNextStep());
    put(defaults, SINGLE_THREADED + "contacts", policy.singleThreaded().contacts());
    put(defaults, SINGLE_THREADED + DAYS, policy.singleThreaded().days());
    put(defaults, SINGLE_THREADED + "from-stage", policy.singleThreaded().fromStage());
    put(defaults, SINGLE_THREADED + POINTS, policy.singleThreaded().points());
    put(defaults, MISSING_FIELDS + POINTS, policy.missingFields());
    put(defaults, UNLIKELY_CLOSE + POINTS, policy.unlikelyClose());
    put(defaults, WATCH_FROM, policy.bands().watchFrom());
    put(defaults, AT_RISK_FROM, policy.bands().atRiskFrom());
    return defaults;
  }

  private static void put(Map<String, String> defaults, String key, int value) {
    defaults.put(key, Integer.toString(value));
  }

  /**
   * The policy that the settings make.
   *
   * @param known every key of {@link #defaults} with its value
   * @throws IllegalArgumentException naming the key, or the factor, and what it takes
   */
  static RiskPolicy policy(Map<String, String> known) {
    RiskSettings settings = new RiskSettings(known);
    return new RiskPolicy(
        settings.factor(
            NO_RECENT_ACTIVITY,
            key ->
                new RiskPolicy.NoRecentActivity(
                    settings.whole(key + DAYS),
                    settings.whole(key + "doubled-days"),
                    settings.whole(key + POINTS),
                    settings.whole(key + DOUBLED_POINTS))),
        settings.factor(
            STUCK_IN_STAGE,
            key ->
                new RiskPolicy.StuckInStage(
                    settings.decimal(key + "expected-multiple"),
                    settings.decimal(key + "learnt-multiple"),
                    settings.decimal(key + "doubled-multiple"),
                    settings.whole(key + POINTS),
                    settings.whole(key + DOUBLED_POINTS))),
        settings.points(CLOSE_DATE_OVERDUE),
        settings.factor(
            CLOSE_DATE_PUSHED,
            key ->
                new RiskPolicy.CloseDatePushed(
                    settings.whole(key + "times"),
                    settings.whole(key + "doubled-times"),
                    settings.whole(key + POINTS),
                    settings.whole(key + DOUBLED_POINTS))),
        settings.factor(
            STAGE_REGRESSED,
            key ->
                new RiskPolicy.StageRegressed(
                    settings.whole(key + DAYS), settings.whole(key + POINTS))),
        settings.factor(
            AMOUNT_DROPPED,
            key ->
                new RiskPolicy.AmountDropped(
                    settings.whole(key + "percent"),
                    settings.whole(key + DAYS),
                    settings.whole(key + POINTS))),
        settings.points(NO_NEXT_STEP),
        settings.factor(
            SINGLE_THREADED,
            key ->
                new RiskPolicy.SingleThreaded(
                    settings.whole(key + "contacts"),
                    settings.whole(key + DAYS),
                    settings.whole(key + "from-stage"),
                    settings.whole(key + POINTS))),
        settings.points(MISSING_FIELDS),
        settings.points(UNLIKELY_CLOSE),
        settings.factor(
            "risk.bands.",
            key -> new RiskPolicy.Bands(settings.whole(WATCH_FROM), settings.whole(AT_RISK_FROM))));
  }

  /** What differs from the defaults, for whoever must notice that it has changed. */
  static String differences(Map<String, String> known) {
    Map<String, String> defaults = defaults();
    StringBuilder text = new StringBuilder();
    new TreeMap<>(known)
        .forEach(
            (key, value) -> {
              if (!value.equals(defaults.get(key))) {
                text.append(", ").append(key).append('=').append(value);
              }
            });
    return text.toString();
  }

  private <T> T factor(String prefix, Function<String, T> reader) {
    try {
      return reader.apply(prefix);
    } catch (WrongValueException named) {
      throw named;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(prefix + "* do not fit together: " + e.getMessage(), e);
    }
  }

  private int points(String prefix) {
    String key = prefix + POINTS;
    int points = whole(key);
    if (points > RiskPolicy.MOST) {
      throw new WrongValueException(key, "points from 0 to 100", known.get(key));
    }
    return points;
  }

  private int whole(String key) {
    String value = known.get(key);
    try {
      int number = Integer.parseInt(String.valueOf(value));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new WrongValueException(key, WHOLE_NUMBER, value);
    }
    throw new WrongValueException(key, WHOLE_NUMBER, value);
  }

  private BigDecimal decimal(String key) {
    String value = known.get(key);
    try {
      return new BigDecimal(String.valueOf(value));
    } catch (NumberFormatException notANumber) {
      throw new WrongValueException(key, "a number such as 1.5", value);
    }
  }

  /** It says which key is wrong; nothing is to be added. */
  private static final class WrongValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongValueException(String key, String takes, @Nullable String value) {
      super(key + " takes " + takes + ", not '" + value + "'");
    }
  }
}
