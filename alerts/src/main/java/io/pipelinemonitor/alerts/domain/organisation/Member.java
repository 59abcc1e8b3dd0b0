package io.pipelinemonitor.alerts.domain.organisation;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A person of the sales organisation.
 *
 * @param email null: cannot be reached by mail
 * @param slackUserId null: cannot be reached by Slack
 * @param zone the person's own; null: that of the fiscal calendar
 * @param active false once the person has left
 */
public record Member(
    String memberId,
    String name,
    String unitId,
    @Nullable String email,
    @Nullable String slackUserId,
    @Nullable ZoneId zone,
    boolean active) {}
