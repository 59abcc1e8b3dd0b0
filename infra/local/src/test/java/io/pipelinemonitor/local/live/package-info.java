@NullMarked
package io.pipelinemonitor.local.live;

import org.jspecify.annotations.NullMarked;
