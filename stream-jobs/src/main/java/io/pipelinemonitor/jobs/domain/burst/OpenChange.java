package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.Set;

/**
 * A deal is no longer open in some units, or newly so.
 *
 * @param moment from when on
 * @param left units in which it was open; the company is one of them
 * @param entered units in which it is open now
 */
public record OpenChange(long moment, Set<Scope> left, Set<Scope> entered) {}
