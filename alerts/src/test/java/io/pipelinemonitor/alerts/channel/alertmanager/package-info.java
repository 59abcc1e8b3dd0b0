@NullMarked
package io.pipelinemonitor.alerts.channel.alertmanager;

import org.jspecify.annotations.NullMarked;
