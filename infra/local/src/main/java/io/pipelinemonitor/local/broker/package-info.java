/** A real Kafka broker inside this process. */
@NullMarked
package io.pipelinemonitor.local.broker;

import org.jspecify.annotations.NullMarked;
