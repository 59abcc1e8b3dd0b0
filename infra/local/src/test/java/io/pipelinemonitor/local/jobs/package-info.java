@NullMarked
package io.pipelinemonitor.local.jobs;

import org.jspecify.annotations.NullMarked;
