@NullMarked
package io.pipelinemonitor.jobs.domain.burst;

import org.jspecify.annotations.NullMarked;
