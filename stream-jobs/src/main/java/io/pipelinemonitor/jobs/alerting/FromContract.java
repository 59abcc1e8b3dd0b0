package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.incident.Command;
import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.domain.rules.ActiveWindow;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.LevelDraft;
import io.pipelinemonitor.jobs.domain.rules.MOfN;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleDraft;
import io.pipelinemonitor.jobs.domain.rules.RuleMode;
import io.pipelinemonitor.jobs.domain.rules.RulePeriod;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RuleLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of the contract as the domain of alerts knows them. */
final class FromContract {

  private FromContract() {}

  /** A rule as it was written; the domain looks at it. */
  static RuleDraft rule(AlertRule rule) {
    io.pipelinemonitor.schema.ActiveWindow window = rule.getActiveWindow();
    io.pipelinemonitor.schema.MOfN mOfN = rule.getMOfN();
    io.pipelinemonitor.schema.Materiality materiality = rule.getMateriality();
    return new RuleDraft(
        rule.getRuleId(),
        rule.getVersion(),
        rule.getName(),
        rule.getEnabled(),
        known(RuleMode.class, rule.getMode()),
        known(RuleType.class, rule.getType()),
        known(ScopeType.class, rule.getScope().getTypes()),
        rule.getScope().getInclude(),
        rule.getScope().getExclude(),
        known(RulePeriod.class, rule.getPeriods()),
        rule.getMinQuotaMinor(),
        rule.getMinOpenAmountMinor(),
        rule.getCurrency(),
        rule.getMetric(),
        known(Direction.class, rule.getDirection()),
        rule.getLevels().stream().map(FromContract::level).toList(),
        rule.getKeepFiringForSeconds(),
        rule.getCooldownSeconds(),
        window == null ? null : new ActiveWindow(window.getFromPct(), window.getToPct()),
        mOfN == null ? null : new MOfN(mOfN.getM(), mOfN.getN()),
        rule.getMinObservations(),
        rule.getStaleAfterSeconds(),
        materiality == null
            ? null
            : new Materiality(materiality.getAbsolute(), materiality.getPercent()),
        rule.getRemindEverySeconds());
  }

  private static LevelDraft level(RuleLevel level) {
    return new LevelDraft(
        known(Severity.class, level.getSeverity()),
        level.getFire(),
        level.getClear(),
        level.getForSeconds());
  }

  /** What somebody asks of one incident; a command of any other kind is none. */
  static Command command(AlertCommand command) throws UnusableRecordException {
    Command.Kind kind = known(Command.Kind.class, command.getCommand());
    if (kind == null) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE, "command is none that this version knows");
    }
    Instant until = command.getUntil();
    return new Command(
        command.getCommandId(),
        command.getIncidentId(),
        kind,
        command.getIssuedBy(),
        until == null ? null : (Long) micros(until),
        command.getComment());
  }

  /**
   * The silence that somebody asks for.
   *
   * @param from when it begins, stream time in microseconds
   */
  static Silence silence(AlertCommand command, long from) throws UnusableRecordException {
    ScopeType scopeType =
        command.getScopeType() == null ? null : known(ScopeType.class, command.getScopeType());
    String problem = null;
    if (command.getScopeType() != null && scopeType == null) {
      problem = "scopeType is none that this version knows";
    } else if (command.getRuleId() == null && scopeType == null) {
      problem = "it would silence everything; name a ruleId, a scopeType, or a scope";
    } else if (command.getScopeId() != null && scopeType == null) {
      problem = "scopeId stands without its scopeType; name both";
    } else if (command.getUntil() == null) {
      problem = "until is missing; say when the silence ends";
    }
    if (problem != null || command.getUntil() == null) {
      throw new UnusableRecordException(DeadLetterReason.INVALID_VALUE, String.valueOf(problem));
    }
    return new Silence(
        new Silence.Matcher(command.getRuleId(), scopeType, command.getScopeId()),
        from,
        micros(command.getUntil()));
  }

  /** The figures that rules can watch. */
  static Observation observation(PipelineSnapshot snapshot) throws UnusableRecordException {
    ScopeType type = known(ScopeType.class, snapshot.getScopeType());
    if (type == null) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE, "scopeType is none that this version knows");
    }
    return new Observation(
        new Scope(type, snapshot.getScopeId()),
        snapshot.getPeriod(),
        micros(snapshot.getAsOf()),
        snapshot.getScopeName(),
        snapshot.getScopePath(),
        snapshot.getOwnerId(),
        snapshot.getPeriodElapsed(),
        snapshot.getCurrency(),
        snapshot.getOpenAmount(),
        snapshot.getBookedAmount(),
        snapshot.getQuota(),
        snapshot.getAttained(),
        values(snapshot, fractionDigits(snapshot.getCurrency())));
  }

  private static Map<Metric, Double> values(PipelineSnapshot snapshot, int digits) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      Number published = published(metric, snapshot);
      if (published != null) {
        values.put(
            metric,
            metric.measured().isMoney()
                ? BigDecimal.valueOf(published.longValue(), digits).doubleValue()
                : published.doubleValue());
      }
    }
    return values;
  }

  private static @Nullable Number published(Metric metric, PipelineSnapshot snapshot) {
    return switch (metric) {
      case OPEN_COUNT -> snapshot.getOpenCount();
      case OPEN_AMOUNT -> snapshot.getOpenAmount();
      case WEIGHTED_AMOUNT -> snapshot.getWeightedAmount();
      case QUALIFIED_AMOUNT -> snapshot.getQualifiedAmount();
      case BOOKED_COUNT -> snapshot.getBookedCount();
      case BOOKED_AMOUNT -> snapshot.getBookedAmount();
      case LOST_COUNT -> snapshot.getLostCount();
      case LOST_AMOUNT -> snapshot.getLostAmount();
      case OVERDUE_COUNT -> snapshot.getOverdueCount();
      case OVERDUE_AMOUNT -> snapshot.getOverdueAmount();
      case UNCONVERTED_COUNT -> snapshot.getUnconvertedCount();
      case UNKNOWN_OWNER_COUNT -> snapshot.getUnknownOwnerCount();
      case UNKNOWN_STAGE_COUNT -> snapshot.getUnknownStageCount();
      case QUOTA -> snapshot.getQuota();
      case COVERAGE_FULL -> snapshot.getCoverageFull();
      case COVERAGE_TO_GO -> snapshot.getCoverageToGo();
      case COVERAGE_WEIGHTED -> snapshot.getCoverageWeighted();
      case COVERAGE_QUALIFIED -> snapshot.getCoverageQualified();
      case PIPELINE_NEEDED -> snapshot.getPipelineNeeded();
      case ATTAINMENT -> snapshot.getAttainment();
      case REPS_WITH_QUOTA -> snapshot.getRepsWithQuota();
      case REPS_AT_QUOTA_COUNT -> snapshot.getRepsAtQuotaCount();
      case REPS_ON_PACE_COUNT -> snapshot.getRepsOnPaceCount();
      case REPS_AT_QUOTA -> snapshot.getRepsAtQuota();
      case REPS_ON_PACE -> snapshot.getRepsOnPace();
      case COMMIT_AMOUNT -> snapshot.getCommitAmount();
      case PROJECTED_AMOUNT -> snapshot.getProjectedAmount();
      case FORECAST_DRIFT -> snapshot.getForecastDrift();
    };
  }

  private static int fractionDigits(String currency) throws UnusableRecordException {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException notACurrency) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE,
          "currency is '" + currency + "'; it takes an ISO 4217 code such as EUR");
    }
  }

  private static <E extends Enum<E>> List<@Nullable E> known(
      Class<E> type, List<? extends Enum<?>> words) {
    List<@Nullable E> known = new ArrayList<>();
    words.forEach(word -> known.add(known(type, word)));
    return known;
  }

  /** The same word in the domain; null for one that it does not have. */
  private static <E extends Enum<E>> @Nullable E known(Class<E> type, Enum<?> word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(word.name()))
        .findAny()
        .orElse(null);
  }

  /** Microseconds since the epoch. */
  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }
}
