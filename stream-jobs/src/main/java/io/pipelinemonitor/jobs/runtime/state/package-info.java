/** Compact, versioned serialization of what the jobs keep and exchange. */
@NullMarked
package io.pipelinemonitor.jobs.runtime.state;

import org.jspecify.annotations.NullMarked;
