@NullMarked
package io.pipelinemonitor.jobs;

import org.jspecify.annotations.NullMarked;
