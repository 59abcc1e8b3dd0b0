/** Who there is to tell, and who answers for whom. */
@NullMarked
package io.pipelinemonitor.alerts.domain.organisation;

import org.jspecify.annotations.NullMarked;
