@NullMarked
package io.pipelinemonitor.local.incidents;

import org.jspecify.annotations.NullMarked;
