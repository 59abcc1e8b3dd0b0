@NullMarked
package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.NullMarked;
