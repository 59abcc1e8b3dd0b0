@NullMarked
package io.pipelinemonitor.local.boards;

import org.jspecify.annotations.NullMarked;
