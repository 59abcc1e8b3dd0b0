/** Records of the topics as the domain sees them. */
@NullMarked
package io.pipelinemonitor.alerts.contract;

import org.jspecify.annotations.NullMarked;
