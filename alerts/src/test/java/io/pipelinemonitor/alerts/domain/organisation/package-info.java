@NullMarked
package io.pipelinemonitor.alerts.domain.organisation;

import org.jspecify.annotations.NullMarked;
