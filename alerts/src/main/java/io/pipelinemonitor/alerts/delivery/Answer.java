package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.channel.SendResult;
import java.time.Instant;

/**
 * What became of a call.
 *
 * @param repeated whether it was sent again as a possible repeat
 */
record Answer(Call call, SendResult result, boolean repeated, Instant at) {}
