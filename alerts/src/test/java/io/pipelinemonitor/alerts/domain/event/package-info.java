@NullMarked
package io.pipelinemonitor.alerts.domain.event;

import org.jspecify.annotations.NullMarked;
