@NullMarked
package io.pipelinemonitor.alerts.console;

import org.jspecify.annotations.NullMarked;
