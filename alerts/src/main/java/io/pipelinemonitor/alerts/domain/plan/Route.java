package io.pipelinemonitor.alerts.domain.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule tells, and how.
 *
 * @param to {@value #OWNER}, {@value #MANAGER}, {@value #UNIT_MANAGER}, a member id, a mail
 *     address, or a Slack channel such as {@code #sales-emea}
 * @param channels in order of preference: a person is told by the first that reaches it; one with
 *     an address of its own, such as {@code slack:#sales-emea} or {@code webhook:crm}, is told
 *     besides. Empty: the default ones
 * @param quietHours null: the default ones
 */
public record Route(
    List<String> to, List<String> channels, @Nullable QuietHours quietHours, DigestMode digest) {

  /** Who answers for the scope: the rep, the deal's owner, or the manager of the unit. */
  public static final String OWNER = "OWNER";

  /** The owner's manager: the next one above who is somebody else. */
  public static final String MANAGER = "MANAGER";

  /** The manager of the unit: the unit of the rep or of the deal's owner, or the scope itself. */
  public static final String UNIT_MANAGER = "UNIT_MANAGER";

  public Route {
    to = to.isEmpty() ? List.of(OWNER) : List.copyOf(to);
    channels = List.copyOf(channels);
  }
}
