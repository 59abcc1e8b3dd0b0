@NullMarked
package io.pipelinemonitor.local.rules;

import org.jspecify.annotations.NullMarked;
