/** What is wrong with the records of open deals. */
@NullMarked
package io.pipelinemonitor.jobs.domain.hygiene;

import org.jspecify.annotations.NullMarked;
