package io.pipelinemonitor.alerts.domain.organisation;

import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A person of the sales organisation.
 *
 * @param email null: cannot be reached by mail
 * @param slackUserId null: cannot be reached by Slack
 * @param zone the person's own; null: that of the fiscal calendar
 * @param locale in whose form the person reads amounts, numbers and dates; null: the site's
 * @param active false once the person has left
 */
public record Member(
    String memberId,
    String name,
    String unitId,
    @Nullable String email,
    @Nullable String slackUserId,
    @Nullable ZoneId zone,
    @Nullable Locale locale,
    boolean active) {}
