/** Messages in the form of a channel: plain text, HTML, Slack blocks. */
@NullMarked
package io.pipelinemonitor.alerts.rendering;

import org.jspecify.annotations.NullMarked;
