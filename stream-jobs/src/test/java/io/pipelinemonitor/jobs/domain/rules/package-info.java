@NullMarked
package io.pipelinemonitor.jobs.domain.rules;

import org.jspecify.annotations.NullMarked;
