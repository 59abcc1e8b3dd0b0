package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.domain.plan.Mailing;
import java.time.InstantSource;

/**
 * One call to a channel.
 *
 * @param mailing what it is about, as it was recorded before
 * @param lookUpFirst whether it was sent before, and nobody knows whether it arrived
 */
record Call(Mailing mailing, Outgoing outgoing, boolean lookUpFirst) {

  /** Sends, or looks up and sends again if it is not there. */
  Answer make(Channel channel, InstantSource clock) {
    if (!lookUpFirst) {
      return new Answer(this, channel.send(outgoing), false, clock.instant());
    }
    Lookup lookup = channel.find(outgoing);
    if (lookup instanceof Lookup.Found found) {
      return new Answer(
          this,
          new SendResult.Sent(DeliveryReason.ACCEPTED, found.reference()),
          false,
          clock.instant());
    }
    if (lookup instanceof Lookup.Later later) {
      return new Answer(
          this,
          new SendResult.Wait(later.retryAfter(), later.reason(), later.detail()),
          false,
          clock.instant());
    }
    return new Answer(this, channel.send(outgoing.asPossibleRepeat()), true, clock.instant());
  }
}
