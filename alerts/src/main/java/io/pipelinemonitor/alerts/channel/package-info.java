/**
 * What a channel is to whoever sends: one call at a time, whose end is one of few. Each channel has
 * a package of its own below.
 */
@NullMarked
package io.pipelinemonitor.alerts.channel;

import org.jspecify.annotations.NullMarked;
