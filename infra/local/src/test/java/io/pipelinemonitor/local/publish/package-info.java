@NullMarked
package io.pipelinemonitor.local.publish;

import org.jspecify.annotations.NullMarked;
