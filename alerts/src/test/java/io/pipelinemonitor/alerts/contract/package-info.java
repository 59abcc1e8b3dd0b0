@NullMarked
package io.pipelinemonitor.alerts.contract;

import org.jspecify.annotations.NullMarked;
