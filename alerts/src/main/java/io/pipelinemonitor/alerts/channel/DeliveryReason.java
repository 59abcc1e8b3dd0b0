package io.pipelinemonitor.alerts.channel;

import java.util.Locale;

/** Why a call ended as it did. */
public enum DeliveryReason {
  /** As it was meant. */
  ACCEPTED,
  /** The form was refused, and the words alone were taken. */
  ACCEPTED_AS_PLAIN_TEXT,
  /** A change that calls nobody, where the channel cannot change what was sent. */
  NOTHING_TO_SHOW,

  /** The other side wants fewer calls. */
  RATE_LIMITED,
  /** The address was served a moment ago. */
  PACED,

  /** No connection came about. */
  CONNECT_FAILED,
  /** The other side does not prove who it is, or offers no encryption. */
  NOT_SECURE,
  /** The other side has trouble of its own. */
  SERVER_ERROR,
  /** The other side asks to come back later. */
  TEMPORARILY_REFUSED,

  /** It was sent, and no answer came in time. */
  TIMED_OUT,
  /** It was sent, and the connection was gone before the answer. */
  CONNECTION_LOST,
  /** It was sent, and the answer makes no sense. */
  ANSWER_UNREADABLE,

  /** The token, password or signature is not taken. */
  CREDENTIALS_REFUSED,
  /** What the token may do is not enough. */
  PERMISSION_MISSING,
  /** There is no such address, or it is not to be told by us. */
  ADDRESS_UNKNOWN,
  /** The address is closed: an archived channel, a webhook that was taken back. */
  ADDRESS_CLOSED,
  /** The configuration does not have the address, or does not allow it. */
  NOT_CONFIGURED,
  /** The message to change is not there any more. */
  ANCHOR_GONE,
  /** What is said is refused, also as plain text. */
  CONTENT_REFUSED,
  /** Refused for a reason that has no name here. */
  REFUSED,
  /** The channel cannot look for messages. */
  NO_LOOKUP;

  /** Whether it stays so until somebody who runs the system mends it, whatever is sent. */
  public boolean isForOperator() {
    return switch (this) {
      case CREDENTIALS_REFUSED, PERMISSION_MISSING, ADDRESS_CLOSED, NOT_SECURE, NOT_CONFIGURED ->
          true;
      case ACCEPTED,
          ACCEPTED_AS_PLAIN_TEXT,
          NOTHING_TO_SHOW,
          RATE_LIMITED,
          PACED,
          CONNECT_FAILED,
          SERVER_ERROR,
          TEMPORARILY_REFUSED,
          TIMED_OUT,
          CONNECTION_LOST,
          ANSWER_UNREADABLE,
          ADDRESS_UNKNOWN,
          ANCHOR_GONE,
          CONTENT_REFUSED,
          REFUSED,
          NO_LOOKUP ->
          false;
    };
  }

  /** As a metric's label and in logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
