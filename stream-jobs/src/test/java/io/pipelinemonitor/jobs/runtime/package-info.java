@NullMarked
package io.pipelinemonitor.jobs.runtime;

import org.jspecify.annotations.NullMarked;
