/** The page on which people watch the pipeline and answer alerts, live. */
@NullMarked
package io.pipelinemonitor.alerts.console;

import org.jspecify.annotations.NullMarked;
