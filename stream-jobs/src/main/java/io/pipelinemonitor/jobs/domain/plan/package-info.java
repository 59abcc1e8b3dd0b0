/** What the figures are measured against: processes, organisation, quotas, rates. */
@NullMarked
package io.pipelinemonitor.jobs.domain.plan;

import org.jspecify.annotations.NullMarked;
