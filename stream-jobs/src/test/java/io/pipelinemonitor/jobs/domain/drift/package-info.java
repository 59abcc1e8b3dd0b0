@NullMarked
package io.pipelinemonitor.jobs.domain.drift;

import org.jspecify.annotations.NullMarked;
