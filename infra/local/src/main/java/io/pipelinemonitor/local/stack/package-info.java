/** Everything together: started in order, ready or explained, stopped within its time. */
@NullMarked
package io.pipelinemonitor.local.stack;

import org.jspecify.annotations.NullMarked;
