/**
 * Several quarters in which every deal lives its own life: nobody steers the sums, they follow from
 * who sells what to whom.
 */
@NullMarked
package io.pipelinemonitor.local.simulator.quarters;

import org.jspecify.annotations.NullMarked;
