/** What a figure is kept for: company, unit, rep, segment, product, territory, pipeline. */
@NullMarked
package io.pipelinemonitor.jobs.domain.scope;

import org.jspecify.annotations.NullMarked;
