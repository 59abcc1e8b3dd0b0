@NullMarked
package io.pipelinemonitor.alerts.live;

import org.jspecify.annotations.NullMarked;
