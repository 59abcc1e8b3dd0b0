/** Mail by SMTP. */
@NullMarked
package io.pipelinemonitor.alerts.channel.email;

import org.jspecify.annotations.NullMarked;
