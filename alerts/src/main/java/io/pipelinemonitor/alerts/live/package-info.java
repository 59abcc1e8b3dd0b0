/** What the topics hold now, in memory, for those who show it: boards and pages. */
@NullMarked
package io.pipelinemonitor.alerts.live;

import org.jspecify.annotations.NullMarked;
