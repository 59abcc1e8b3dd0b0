/** The Kafka topics of the system: what each holds, under which key, and how it is kept. */
@NullMarked
package io.pipelinemonitor.schema.topic;

import org.jspecify.annotations.NullMarked;
