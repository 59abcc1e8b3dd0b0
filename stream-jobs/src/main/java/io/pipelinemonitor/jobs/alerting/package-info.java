/** The job that judges figures by rules: snapshots and rules in, incidents out. */
@NullMarked
package io.pipelinemonitor.jobs.alerting;

import org.jspecify.annotations.NullMarked;
