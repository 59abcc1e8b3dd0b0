/** Calls over HTTP, and what becomes of them. */
@NullMarked
package io.pipelinemonitor.alerts.channel.http;

import org.jspecify.annotations.NullMarked;
