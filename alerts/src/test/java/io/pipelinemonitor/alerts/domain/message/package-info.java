@NullMarked
package io.pipelinemonitor.alerts.domain.message;

import org.jspecify.annotations.NullMarked;
