/** All jobs over simulated records in this process, without Kafka and without waiting. */
@NullMarked
package io.pipelinemonitor.local.replay;

import org.jspecify.annotations.NullMarked;
