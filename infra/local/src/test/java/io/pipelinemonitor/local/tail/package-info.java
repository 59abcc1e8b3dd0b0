@NullMarked
package io.pipelinemonitor.local.tail;

import org.jspecify.annotations.NullMarked;
