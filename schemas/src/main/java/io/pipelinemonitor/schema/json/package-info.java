/** Natural JSON: how people read and write our records, driven by the schemas. */
@NullMarked
package io.pipelinemonitor.schema.json;

import org.jspecify.annotations.NullMarked;
