package io.pipelinemonitor.jobs.domain.burst;

import org.jspecify.annotations.Nullable;

/**
 * Whose doing changes are: those of one author are counted together. State stores the kind by name:
 * never rename.
 *
 * @param kind what the identity is one of
 * @param source the system that reported the changes
 * @param id the actor or batch, unique within the source; empty for imports
 */
public record Author(Kind kind, String source, String id) {

  /** What counts as one author. */
  public enum Kind {
    /** Somebody's single changes. */
    ACTOR,
    /** What the source says is one bulk edit, whoever made it. */
    BATCH,
    /** All imports of a source: loads come in parts, under as many batches or owners. */
    IMPORT
  }

  /**
   * The author of a change; null if it is nobody's large edit: made by a program on its own, or by
   * nobody knows whom.
   *
   * @param actorId who made it; null: not known
   * @param batchId the bulk edit that it is part of; null: a single change
   */
  public static @Nullable Author of(
      Origin origin, String source, @Nullable String actorId, @Nullable String batchId) {
    if (origin == Origin.IMPORT) {
      return new Author(Kind.IMPORT, source, "");
    }
    if (batchId != null) {
      return new Author(Kind.BATCH, source, batchId);
    }
    return actorId == null || origin.isProgram() ? null : new Author(Kind.ACTOR, source, actorId);
  }

  /** The identity as text. */
  public String key() {
    return kind.name() + ':' + source + (id.isEmpty() ? "" : ':' + id);
  }

  boolean isImport() {
    return kind == Kind.IMPORT;
  }
}
