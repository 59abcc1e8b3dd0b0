/** The monitor command: the stack on one machine, and the tools to talk to any stack. */
@NullMarked
package io.pipelinemonitor.local;

import org.jspecify.annotations.NullMarked;
