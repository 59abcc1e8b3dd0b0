package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.DealFootprint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the deals that were last worked on add to the figures, so that it need not be derived again
 * to be taken back. It holds nothing that state does not: a restart begins without it.
 */
final class FootprintCache {

  private static final int MOST = 20_000;
  private static final float LOAD_FACTOR = 0.75f;

  private record Known(long asOf, DealFootprint footprint) {}

  private final Map<String, Known> byDeal =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /** What the deal added as of that moment; null if it is not known. */
  @Nullable DealFootprint get(String dealId, long asOf) {
    Known known = byDeal.get(dealId);
    return known == null || known.asOf() != asOf ? null : known.footprint();
  }

  void put(String dealId, long asOf, DealFootprint footprint) {
    byDeal.put(dealId, new Known(asOf, footprint));
  }

  void remove(String dealId) {
    byDeal.remove(dealId);
  }

  /** Definitions have changed. */
  void clear() {
    byDeal.clear();
  }
}
