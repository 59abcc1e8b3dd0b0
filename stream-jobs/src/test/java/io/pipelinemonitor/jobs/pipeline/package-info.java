@NullMarked
package io.pipelinemonitor.jobs.pipeline;

import org.jspecify.annotations.NullMarked;
