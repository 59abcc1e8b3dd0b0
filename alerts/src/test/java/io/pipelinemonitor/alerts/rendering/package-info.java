@NullMarked
package io.pipelinemonitor.alerts.rendering;

import org.jspecify.annotations.NullMarked;
