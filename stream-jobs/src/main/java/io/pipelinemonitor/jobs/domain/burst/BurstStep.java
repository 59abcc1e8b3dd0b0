package io.pipelinemonitor.jobs.domain.burst;

/**
 * A step in the life of a burst.
 *
 * @param kind which
 * @param at its moment
 * @param facts what the burst has done so far
 */
public record BurstStep(Kind kind, long at, BurstFacts facts) {

  /** What happens to it. */
  public enum Kind {
    /** There are now too many changes to be single ones. */
    OPENED,
    /** It has touched further scopes. */
    SPREAD,
    /** It seems to be done, and there is more of it than was told. */
    SETTLED,
    /** It goes on for so long that it no longer keeps other alerts from being told. */
    LIFTED,
    /** Nothing more has come. */
    OVER
  }
}
