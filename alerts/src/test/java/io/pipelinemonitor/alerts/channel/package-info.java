@NullMarked
package io.pipelinemonitor.alerts.channel;

import org.jspecify.annotations.NullMarked;
