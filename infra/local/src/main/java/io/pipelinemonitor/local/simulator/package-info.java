/**
 * A believable sales organisation, made up from a seed: who sells what to whom, and how it is
 * reported.
 */
@NullMarked
package io.pipelinemonitor.local.simulator;

import org.jspecify.annotations.NullMarked;
