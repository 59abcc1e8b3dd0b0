/** The schema registry: registering our schemas, and reading and writing its wire format. */
@NullMarked
package io.pipelinemonitor.schema.registry;

import org.jspecify.annotations.NullMarked;
