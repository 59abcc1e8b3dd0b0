@NullMarked
package io.pipelinemonitor.alerts;

import org.jspecify.annotations.NullMarked;
