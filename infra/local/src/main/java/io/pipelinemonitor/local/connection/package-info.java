/** Where Kafka and the schema registry are, and how to talk to them. */
@NullMarked
package io.pipelinemonitor.local.connection;

import org.jspecify.annotations.NullMarked;
