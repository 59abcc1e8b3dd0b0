/** Slack: by its Web API, in a degraded mode by an incoming webhook, and what people answer. */
@NullMarked
package io.pipelinemonitor.alerts.channel.slack;

import org.jspecify.annotations.NullMarked;
