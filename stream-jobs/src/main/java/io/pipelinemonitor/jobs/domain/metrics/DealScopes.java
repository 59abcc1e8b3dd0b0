package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a deal counts by itself. Units and the company are rolled up from its rep.
 *
 * @param ownerId null if the deal has no owner
 * @param segment null if it has none
 * @param product null if it has none
 * @param territoryId null if it has none
 * @param pipelineId null if it has none
 */
public record DealScopes(
    @Nullable String ownerId,
    @Nullable String segment,
    @Nullable String product,
    @Nullable String territoryId,
    @Nullable String pipelineId) {

  /** Hands out each scope. */
  public void forEach(Consumer<Scope> consumer) {
    consumer.accept(rep(ownerId));
    give(ScopeType.SEGMENT, segment, consumer);
    give(ScopeType.PRODUCT, product, consumer);
    give(ScopeType.TERRITORY, territoryId, consumer);
    give(ScopeType.PIPELINE, pipelineId, consumer);
  }

  private static void give(ScopeType type, @Nullable String id, Consumer<Scope> consumer) {
    if (id != null) {
      consumer.accept(new Scope(type, id));
    }
  }

  private static Scope rep(@Nullable String ownerId) {
    return ownerId == null ? Scope.UNOWNED : Scope.rep(ownerId);
  }

  /** Takes each scope that a deal leaves and enters when it goes to {@code next}. */
  void forEachChange(DealScopes next, ScopeChange consumer) {
    change(ScopeType.REP, orEmpty(ownerId), orEmpty(next.ownerId), consumer);
    change(ScopeType.SEGMENT, orEmpty(segment), orEmpty(next.segment), consumer);
    change(ScopeType.PRODUCT, orEmpty(product), orEmpty(next.product), consumer);
    change(ScopeType.TERRITORY, orEmpty(territoryId), orEmpty(next.territoryId), consumer);
    change(ScopeType.PIPELINE, orEmpty(pipelineId), orEmpty(next.pipelineId), consumer);
  }

  private static void change(ScopeType type, String from, String to, ScopeChange consumer) {
    if (!Objects.equals(from, to)) {
      consumer.changed(type, from, to);
    }
  }

  private static String orEmpty(@Nullable String id) {
    return id == null ? "" : id;
  }

  /** A deal goes from one scope to another of the same kind; empty is none. */
  interface ScopeChange {
    void changed(ScopeType type, String from, String to);
  }
}
