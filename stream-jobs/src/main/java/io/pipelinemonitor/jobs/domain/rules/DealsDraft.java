package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which deals a rule judges, as somebody wrote it. A category is null where this version does not
 * know it.
 *
 * @param categories deals that are forecast in one of these
 * @param topShare deals that are among so large a share of them, 0 to 1; null: not said
 */
public record DealsDraft(List<@Nullable ForecastCategory> categories, @Nullable Double topShare) {}
