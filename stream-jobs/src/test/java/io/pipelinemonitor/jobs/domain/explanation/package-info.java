@NullMarked
package io.pipelinemonitor.jobs.domain.explanation;

import org.jspecify.annotations.NullMarked;
