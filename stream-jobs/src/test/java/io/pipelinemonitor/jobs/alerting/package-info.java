@NullMarked
package io.pipelinemonitor.jobs.alerting;

import org.jspecify.annotations.NullMarked;
