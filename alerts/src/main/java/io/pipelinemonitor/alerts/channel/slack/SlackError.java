package io.pipelinemonitor.alerts.channel.slack;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import java.util.Set;

/** What the errors of Slack mean, by the names that it gives them. */
final class SlackError {

  private static final Set<String> LATER =
      Set.of("service_unavailable", "team_added_to_org", "accesslimited", "message_limit_exceeded");

  /** Slack says of these that some of what was asked may have been done. */
  private static final Set<String> DONE_OR_NOT =
      Set.of("fatal_error", "internal_error", "request_timeout");

  private static final Set<String> CREDENTIALS =
      Set.of(
          "invalid_auth",
          "not_authed",
          "account_inactive",
          "token_revoked",
          "token_expired",
          "invalid_token",
          "no_service",
          "no_team",
          "team_disabled");

  private static final Set<String> PERMISSION =
      Set.of(
          "missing_scope",
          "no_permission",
          "not_allowed_token_type",
          "access_denied",
          "team_access_not_granted",
          "ekm_access_denied",
          "org_login_required",
          "not_in_channel",
          "restricted_action",
          "restricted_action_read_only_channel",
          "restricted_action_thread_only_channel",
          "restricted_action_non_threadable_channel",
          "restricted_action_thread_locked",
          "action_prohibited",
          "posting_to_general_channel_denied");

  private static final Set<String> UNKNOWN =
      Set.of(
          "channel_not_found",
          "user_not_found",
          "users_not_found",
          "user_not_visible",
          "invalid_users",
          "cannot_dm_bot");

  private static final Set<String> CLOSED =
      Set.of("is_archived", "channel_is_archived", "user_disabled", "channel_type_not_supported");

  private static final Set<String> FORM =
      Set.of(
          "msg_too_long",
          "msg_blocks_too_long",
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_payload",
          "no_text",
          "metadata_too_large",
          "block_mismatch");

  private static final Set<String> ANCHOR =
      Set.of(
          "message_not_found",
          "cant_update_message",
          "edit_window_closed",
          "thread_not_found",
          "cannot_reply_to_message");

  private SlackError() {}

  /** Whether Slack wants fewer calls. */
  static boolean isRateLimit(String error) {
    return error.equals("ratelimited") || error.equals("rate_limited");
  }

  /** Whether it is the form that Slack does not take, so that words alone may pass. */
  static boolean isOfForm(String error) {
    return FORM.contains(error);
  }

  /** Whether it may pass later. */
  static boolean isPassing(String error) {
    return LATER.contains(error);
  }

  /** Whether what was asked may have been done. */
  static boolean isAmbiguous(String error) {
    return DONE_OR_NOT.contains(error);
  }

  /** Why it stays so. */
  static DeliveryReason reason(String error) {
    if (CREDENTIALS.contains(error)) {
      return DeliveryReason.CREDENTIALS_REFUSED;
    }
    if (PERMISSION.contains(error)) {
      return DeliveryReason.PERMISSION_MISSING;
    }
    if (UNKNOWN.contains(error)) {
      return DeliveryReason.ADDRESS_UNKNOWN;
    }
    if (CLOSED.contains(error)) {
      return DeliveryReason.ADDRESS_CLOSED;
    }
    if (isOfForm(error)) {
      return DeliveryReason.CONTENT_REFUSED;
    }
    return ANCHOR.contains(error) ? DeliveryReason.ANCHOR_GONE : DeliveryReason.REFUSED;
  }
}
