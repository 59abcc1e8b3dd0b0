/** What is said of a step, in words and figures of the reader, whatever the channel. */
@NullMarked
package io.pipelinemonitor.alerts.domain.message;

import org.jspecify.annotations.NullMarked;
