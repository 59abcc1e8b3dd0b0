/** The topics of the contract on a cluster: made, counted, named. */
@NullMarked
package io.pipelinemonitor.local.topics;

import org.jspecify.annotations.NullMarked;
