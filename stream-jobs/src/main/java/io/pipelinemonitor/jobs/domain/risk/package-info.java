/** How likely an open deal is to slip or be lost, and why. */
@NullMarked
package io.pipelinemonitor.jobs.domain.risk;

import org.jspecify.annotations.NullMarked;
