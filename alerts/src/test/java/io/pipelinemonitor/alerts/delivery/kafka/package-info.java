@NullMarked
package io.pipelinemonitor.alerts.delivery.kafka;

import org.jspecify.annotations.NullMarked;
