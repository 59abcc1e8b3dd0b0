package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.risk.RiskFactor;
import io.pipelinemonitor.jobs.domain.risk.RiskFactorName;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.StageStay;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the deals on {@code pipeline.deals} that rules judge one by one. What cannot be used is no
 * deal; {@link DealMovesOperator} reads the same records and tells of it.
 */
public final class DealSightingReader {

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final RecordDecoder<DealState> decoder;
  private final String reportingCurrency;
  private final long quietMicros;

  public DealSightingReader(SchemaRegistryClient registry, JobSettings settings) {
    decoder = new RecordDecoder<>(Topics.DEALS, registry);
    reportingCurrency = settings.reportingCurrency();
    quietMicros = settings.policy().risk().noRecentActivity().days() * MICROS_PER_DAY;
  }

  /** The deal, or null. */
  public @Nullable DealSighting read(RawRecord record) {
    byte[] value = record.value();
    if (value == null || !(decoder.decode(value) instanceof Decoded.Success<DealState> read)) {
      return null;
    }
    DealState deal = read.value();
    String currency = deal.getReportingCurrency();
    boolean usable =
        record.keyText().equals(deal.getDealId())
            && (currency == null || currency.equals(reportingCurrency))
            && deal.getExistence() != DealExistence.UNKNOWN
            && deal.getStatus() != DealStatus.UNKNOWN;
    return usable ? sighting(deal) : null;
  }

  private DealSighting sighting(DealState deal) {
    LocalDate closeDate = deal.getCloseDate();
    List<RiskFactor> factors = factors(deal);
    return new DealSighting(
        deal.getDealId(),
        deal.getName(),
        deal.getPeriod(),
        end(deal),
        DealReader.scopes(deal),
        category(deal),
        deal.getConvertedAmount(),
        closeDate == null ? null : (Long) closeDate.toEpochDay(),
        deal.getStageId(),
        stageSince(deal),
        quietSince(factors),
        deal.getRiskScore(),
        factors,
        FromContract.micros(deal.getAsOf()));
  }

  private static @Nullable DealEnd end(DealState deal) {
    return switch (deal.getExistence()) {
      case EXISTS ->
          switch (deal.getStatus()) {
            case WON -> DealEnd.WON;
            case LOST -> DealEnd.LOST;
            case OPEN, UNKNOWN -> null;
          };
      case DELETED -> DealEnd.DELETED;
      case MERGED -> DealEnd.MERGED;
      case UNKNOWN -> null;
    };
  }

  private static @Nullable ForecastCategory category(DealState deal) {
    io.pipelinemonitor.schema.ForecastCategory category = deal.getForecastCategory();
    return category == null ? null : FromContract.known(ForecastCategory.class, category);
  }

  private static @Nullable Long stageSince(DealState deal) {
    Long since = null;
    for (StageStay stay : deal.getStageHistory()) {
      if (stay.getLeftAt() == null) {
        since = FromContract.micros(stay.getEnteredAt());
      }
    }
    return since;
  }

  /** Factors that this version knows, and that say since when. */
  private static List<RiskFactor> factors(DealState deal) {
    List<RiskFactor> factors = new ArrayList<>();
    for (io.pipelinemonitor.schema.RiskFactor factor : deal.getRiskFactors()) {
      RiskFactorName name = FromContract.known(RiskFactorName.class, factor.getFactor());
      Instant since = factor.getSince();
      if (name != null && since != null) {
        String detail = factor.getDetail();
        factors.add(
            new RiskFactor(
                name,
                factor.getPoints(),
                FromContract.micros(since),
                detail == null ? "" : detail));
      }
    }
    return factors;
  }

  /** The factor says when its days were over; the touch that they count from lies before. */
  private @Nullable Long quietSince(List<RiskFactor> factors) {
    return factors.stream()
        .filter(factor -> factor.name() == RiskFactorName.NO_RECENT_ACTIVITY)
        .map(factor -> factor.since() - quietMicros)
        .findAny()
        .orElse(null);
  }
}
