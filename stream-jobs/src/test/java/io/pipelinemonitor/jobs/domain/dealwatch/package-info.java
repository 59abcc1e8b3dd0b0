@NullMarked
package io.pipelinemonitor.jobs.domain.dealwatch;

import org.jspecify.annotations.NullMarked;
