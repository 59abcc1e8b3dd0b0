@NullMarked
package io.pipelinemonitor.local.compose;

import org.jspecify.annotations.NullMarked;
