@NullMarked
package io.pipelinemonitor.local.stack;

import org.jspecify.annotations.NullMarked;
