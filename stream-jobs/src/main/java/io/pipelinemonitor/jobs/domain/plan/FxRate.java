package io.pipelinemonitor.jobs.domain.plan;

import java.math.BigDecimal;

/**
 * An exchange rate.
 *
 * @param currency ISO 4217, what is converted
 * @param rate units of the reporting currency for one unit of {@code currency}; above 0
 * @param effectiveFrom the first day on which it holds, an epoch day
 */
public record FxRate(String currency, BigDecimal rate, long effectiveFrom) {}
