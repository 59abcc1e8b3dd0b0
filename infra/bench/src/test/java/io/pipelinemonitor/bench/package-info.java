@NullMarked
package io.pipelinemonitor.bench;

import org.jspecify.annotations.NullMarked;
