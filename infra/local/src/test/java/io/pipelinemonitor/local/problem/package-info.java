@NullMarked
package io.pipelinemonitor.local.problem;

import org.jspecify.annotations.NullMarked;
