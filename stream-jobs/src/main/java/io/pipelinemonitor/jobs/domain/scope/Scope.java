package io.pipelinemonitor.jobs.domain.scope;

import org.jspecify.annotations.Nullable;

/**
 * What a figure is kept for.
 *
 * @param type its kind
 * @param id its identifier within the kind; {@value #COMPANY_ID} for the company
 */
public record Scope(ScopeType type, String id) {

  /** The identifier of the only scope of type {@link ScopeType#COMPANY}. */
  public static final String COMPANY_ID = "company";

  /** The whole company: the root unit and all deals, also those of unknown owners. */
  public static final Scope COMPANY = new Scope(ScopeType.COMPANY, COMPANY_ID);

  /** Deals without an owner: rolled up into the company, published under no rep. */
  public static final Scope UNOWNED = new Scope(ScopeType.REP, "");

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Scope scope && type == scope.type && id.equals(scope.id));
  }

  @Override
  public int hashCode() {
    return 31 * type.ordinal() + id.hashCode();
  }

  public static Scope unit(String unitId) {
    return new Scope(ScopeType.UNIT, unitId);
  }

  public static Scope rep(String memberId) {
    return new Scope(ScopeType.REP, memberId);
  }

  /** Reads {@code TYPE:id}, as {@link #key()} writes it. */
  public static Scope ofKey(String key) {
    int colon = key.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a scope is written TYPE:id, but this is '" + key + "'");
    }
    return new Scope(ScopeType.valueOf(key.substring(0, colon)), key.substring(colon + 1));
  }

  /** The scope as topics' keys spell it: {@code TYPE:id}. */
  public String key() {
    return type.name() + ':' + id;
  }

  /** The key of this scope's figures for one period: {@code TYPE:id|period}. */
  public String key(String period) {
    return key() + '|' + period;
  }
}
