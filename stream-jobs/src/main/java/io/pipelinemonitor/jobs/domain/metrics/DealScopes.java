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

  private static final ScopeType[] TYPES = {
    ScopeType.REP, ScopeType.SEGMENT, ScopeType.PRODUCT, ScopeType.TERRITORY, ScopeType.PIPELINE
  };

  /** The kinds of scopes that a deal counts in by itself. */
  static ScopeType[] types() {
    return TYPES.clone();
  }

  /** Hands out each scope. */
  public void forEach(Consumer<Scope> consumer) {
    for (ScopeType type : TYPES) {
      give(type, consumer);
    }
  }

  /** Hands out the scope of that kind, if there is one: the rep's there is always. */
  void give(ScopeType type, Consumer<Scope> consumer) {
    String id = id(type);
    if (id != null) {
      consumer.accept(new Scope(type, id));
    } else if (type == ScopeType.REP) {
      consumer.accept(Scope.UNOWNED);
    }
  }

  /** Whether the scope of that kind is the same, or there is none in both. */
  boolean isSame(ScopeType type, DealScopes other) {
    return Objects.equals(id(type), other.id(type));
  }

  private @Nullable String id(ScopeType type) {
    return switch (type) {
      case REP -> ownerId;
      case SEGMENT -> segment;
      case PRODUCT -> product;
      case TERRITORY -> territoryId;
      case PIPELINE -> pipelineId;
      case UNIT, COMPANY, SOURCE, DEAL -> null;
    };
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
