/**
 * From steps of incidents to messages that arrived: {@link
 * io.pipelinemonitor.alerts.delivery.DeliveryPipeline} is the whole of it on one screen.
 */
@NullMarked
package io.pipelinemonitor.alerts.delivery;

import org.jspecify.annotations.NullMarked;
