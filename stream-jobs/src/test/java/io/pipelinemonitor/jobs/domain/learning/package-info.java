@NullMarked
package io.pipelinemonitor.jobs.domain.learning;

import org.jspecify.annotations.NullMarked;
