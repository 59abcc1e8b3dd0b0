@NullMarked
package io.pipelinemonitor.alerts.channel.slack;

import org.jspecify.annotations.NullMarked;
