/**
 * The published figures computed a second time, from scratch and as plainly as possible, to hold
 * against what the product says. It shares no code with the product beyond the input types.
 */
@NullMarked
package io.pipelinemonitor.jobs.domain.oracle;

import org.jspecify.annotations.NullMarked;
