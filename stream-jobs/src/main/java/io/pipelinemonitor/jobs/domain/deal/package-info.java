/** A deal as a set of facts, and what follows from them. */
@NullMarked
package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.NullMarked;
