@NullMarked
package io.pipelinemonitor.alerts.channel.webhook;

import org.jspecify.annotations.NullMarked;
