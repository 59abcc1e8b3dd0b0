@NullMarked
package io.pipelinemonitor.jobs.domain.forecast.scoring;

import org.jspecify.annotations.NullMarked;
