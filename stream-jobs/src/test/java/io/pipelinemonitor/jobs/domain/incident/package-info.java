@NullMarked
package io.pipelinemonitor.jobs.domain.incident;

import org.jspecify.annotations.NullMarked;
