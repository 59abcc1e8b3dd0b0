/** Records of a topic to natural JSON lines. */
@NullMarked
package io.pipelinemonitor.local.tail;

import org.jspecify.annotations.NullMarked;
