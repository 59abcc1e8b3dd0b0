/** The Flink cluster inside this process and the jobs on it. */
@NullMarked
package io.pipelinemonitor.local.jobs;

import org.jspecify.annotations.NullMarked;
