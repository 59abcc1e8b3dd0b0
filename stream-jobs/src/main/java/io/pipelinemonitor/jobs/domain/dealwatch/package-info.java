/** Which single deals the rules have to be told of, and how large a deal is beside the others. */
@NullMarked
package io.pipelinemonitor.jobs.domain.dealwatch;

import org.jspecify.annotations.NullMarked;
