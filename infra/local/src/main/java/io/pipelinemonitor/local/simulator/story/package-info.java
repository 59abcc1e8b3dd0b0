/** One quarter that tells a story: a team's coverage falls below its line and recovers. */
@NullMarked
package io.pipelinemonitor.local.simulator.story;

import org.jspecify.annotations.NullMarked;
