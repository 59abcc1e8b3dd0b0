/** What people ask of incidents, on its way to the jobs. */
@NullMarked
package io.pipelinemonitor.alerts.command;

import org.jspecify.annotations.NullMarked;
