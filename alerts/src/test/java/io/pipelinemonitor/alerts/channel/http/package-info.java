@NullMarked
package io.pipelinemonitor.alerts.channel.http;

import org.jspecify.annotations.NullMarked;
