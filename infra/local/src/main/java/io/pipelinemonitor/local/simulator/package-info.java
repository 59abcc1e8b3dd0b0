/** One fiscal quarter of a believable sales organisation, made up from a seed. */
@NullMarked
package io.pipelinemonitor.local.simulator;

import org.jspecify.annotations.NullMarked;
