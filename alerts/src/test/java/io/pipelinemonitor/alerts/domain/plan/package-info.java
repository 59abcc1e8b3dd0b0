@NullMarked
package io.pipelinemonitor.alerts.domain.plan;

import org.jspecify.annotations.NullMarked;
