@NullMarked
package io.pipelinemonitor.jobs.domain.hygiene;

import org.jspecify.annotations.NullMarked;
