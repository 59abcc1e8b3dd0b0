/** Touches of customers: what is known of them, for as long as it can matter. */
@NullMarked
package io.pipelinemonitor.jobs.domain.activity;

import org.jspecify.annotations.NullMarked;
