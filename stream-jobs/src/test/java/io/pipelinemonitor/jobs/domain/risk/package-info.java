@NullMarked
package io.pipelinemonitor.jobs.domain.risk;

import org.jspecify.annotations.NullMarked;
