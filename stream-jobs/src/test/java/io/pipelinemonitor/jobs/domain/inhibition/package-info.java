@NullMarked
package io.pipelinemonitor.jobs.domain.inhibition;

import org.jspecify.annotations.NullMarked;
