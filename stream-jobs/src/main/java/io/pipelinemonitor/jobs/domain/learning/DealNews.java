package io.pipelinemonitor.jobs.domain.learning;

import org.jspecify.annotations.Nullable;

/**
 * Something new about a deal, to be heeded from a midnight on. One of:
 *
 * <ul>
 *   <li>what is known of it now: {@code deal};
 *   <li>a movement: {@code changeId} and {@code move};
 *   <li>a movement that no longer holds: {@code changeId} alone;
 *   <li>that nothing is known of it any longer: none of them.
 * </ul>
 *
 * @param midnight microseconds since the epoch
 */
public record DealNews(
    long midnight,
    @Nullable DealPresent deal,
    @Nullable String changeId,
    @Nullable DealMove move) {}
