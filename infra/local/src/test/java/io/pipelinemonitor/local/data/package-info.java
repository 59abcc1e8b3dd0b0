@NullMarked
package io.pipelinemonitor.local.data;

import org.jspecify.annotations.NullMarked;
