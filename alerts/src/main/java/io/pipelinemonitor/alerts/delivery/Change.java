package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is from now on.
 *
 * @param step what it tells
 * @param failure why the latest call did not succeed; null: it did, or there was none
 * @param detail the same in words; null: nothing to say
 */
public record Change(
    Delivery delivery, Step step, @Nullable DeliveryReason failure, @Nullable String detail) {}
