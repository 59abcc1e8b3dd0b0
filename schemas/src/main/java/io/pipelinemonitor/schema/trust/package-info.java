/** Tells Avro that it may create our records. */
@NullMarked
package io.pipelinemonitor.schema.trust;

import org.jspecify.annotations.NullMarked;
