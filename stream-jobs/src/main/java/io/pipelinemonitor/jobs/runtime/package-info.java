/** What the jobs share: settings, stream time, Kafka, dead letters, the plan beside the stream. */
@NullMarked
package io.pipelinemonitor.jobs.runtime;

import org.jspecify.annotations.NullMarked;
