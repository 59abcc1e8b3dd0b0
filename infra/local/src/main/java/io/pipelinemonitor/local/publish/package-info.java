/** Natural JSON lines to records on a topic. */
@NullMarked
package io.pipelinemonitor.local.publish;

import org.jspecify.annotations.NullMarked;
