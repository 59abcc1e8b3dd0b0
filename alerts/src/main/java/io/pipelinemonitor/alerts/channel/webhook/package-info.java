/** Programs of others, which take each step as signed JSON. */
@NullMarked
package io.pipelinemonitor.alerts.channel.webhook;

import org.jspecify.annotations.NullMarked;
