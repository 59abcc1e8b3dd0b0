/** The topics of the contract on a cluster: made, counted, named, read. */
@NullMarked
package io.pipelinemonitor.local.topics;

import org.jspecify.annotations.NullMarked;
