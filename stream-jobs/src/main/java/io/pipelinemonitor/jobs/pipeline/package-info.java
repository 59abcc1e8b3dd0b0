/** The job that keeps the state of the pipeline: deals in, figures of every scope out. */
@NullMarked
package io.pipelinemonitor.jobs.pipeline;

import org.jspecify.annotations.NullMarked;
