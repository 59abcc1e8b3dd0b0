@NullMarked
package io.pipelinemonitor.jobs.runtime.state;

import org.jspecify.annotations.NullMarked;
