@NullMarked
package io.pipelinemonitor.jobs.domain.forecast;

import org.jspecify.annotations.NullMarked;
