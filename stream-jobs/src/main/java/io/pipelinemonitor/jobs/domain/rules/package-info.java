/** Alert rules: what they watch, their lines, and when a rule is refused. */
@NullMarked
package io.pipelinemonitor.jobs.domain.rules;

import org.jspecify.annotations.NullMarked;
