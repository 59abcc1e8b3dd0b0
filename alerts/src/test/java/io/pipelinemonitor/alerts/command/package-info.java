@NullMarked
package io.pipelinemonitor.alerts.command;

import org.jspecify.annotations.NullMarked;
