package io.pipelinemonitor.alerts.domain.organisation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sales organisation as it is now: its members and units by id. */
public record Organisation(Map<String, Member> members, Map<String, Unit> units) {

  public Organisation {
    members = Map.copyOf(members);
    units = Map.copyOf(units);
  }

  /** The member, if there is one of that id who has not left. */
  public @Nullable Member active(@Nullable String memberId) {
    Member member = memberId == null ? null : members.get(memberId);
    return member != null && member.active() ? member : null;
  }

  /** The one who has that id in Slack, rather one who has not left; null: nobody is known. */
  public @Nullable Member ofSlackUser(String slackUserId) {
    return members.values().stream()
        .filter(member -> slackUserId.equals(member.slackUserId()))
        .min(
            Comparator.comparing((Member member) -> !member.active())
                .thenComparing(Member::memberId))
        .orElse(null);
  }

  /** Who leads the unit; null: nobody is known. */
  public @Nullable Member manager(String unitId) {
    Unit unit = units.get(unitId);
    return unit == null ? null : active(unit.managerId());
  }

  /**
   * The next one above who leads a unit and is somebody else.
   *
   * @param unitIds the company's root first
   * @param than whom not
   */
  public @Nullable Member nextManager(List<String> unitIds, @Nullable String than) {
    for (int i = unitIds.size() - 1; i >= 0; i--) {
      Member manager = manager(unitIds.get(i));
      if (manager != null && !manager.memberId().equals(than)) {
        return manager;
      }
    }
    return null;
  }
}
