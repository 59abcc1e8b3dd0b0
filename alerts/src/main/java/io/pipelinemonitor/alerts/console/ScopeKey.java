package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.schema.ScopeType;

/** A scope, as the keys of snapshots begin: {@code UNIT:emea}. */
record ScopeKey(ScopeType type, String id) {

  static final ScopeKey COMPANY = new ScopeKey(ScopeType.COMPANY, "company");

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws ConsoleProblem if it is none
   */
  static ScopeKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      for (ScopeType type : ScopeType.values()) {
        if (type.name().equals(text.substring(0, colon)) && colon + 1 < text.length()) {
          return new ScopeKey(type, text.substring(colon + 1));
        }
      }
    }
    throw ConsoleProblem.badRequest("scope is a kind and an id, such as UNIT:emea");
  }

  static ScopeKey unit(String id) {
    return new ScopeKey(ScopeType.UNIT, id);
  }

  static ScopeKey rep(String id) {
    return new ScopeKey(ScopeType.REP, id);
  }

  @Override
  public String toString() {
    return type.name() + ':' + id;
  }
}
