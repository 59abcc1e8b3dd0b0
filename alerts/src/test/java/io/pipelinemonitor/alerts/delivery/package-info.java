@NullMarked
package io.pipelinemonitor.alerts.delivery;

import org.jspecify.annotations.NullMarked;
