package io.pipelinemonitor.local.rules;

import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.json.NaturalJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a rule.
 *
 * @param before in force until now; null: none is
 * @param after with its version and the time of the edit
 * @param differences a line each, without the version and the time
 */
public record RuleEdit(@Nullable AlertRule before, AlertRule after, List<String> differences) {

  private static final NaturalJson<AlertRule> JSON = NaturalJson.of(AlertRule.class);

  /**
   * The edit that puts a rule in force.
   *
   * @param wanted its version counts if it is higher than all before, its time does not
   * @param at when it is to take effect
   */
  public static RuleEdit of(PublishedRules published, AlertRule wanted, Instant at) {
    AlertRule before = published.find(wanted.getRuleId()).orElse(null);
    AlertRule after =
        AlertRule.newBuilder(wanted)
            .setVersion(Math.max(wanted.getVersion(), published.nextVersion(wanted.getRuleId())))
            .setUpdatedAt(at)
            .build();
    List<String> differences =
        FieldDifferences.between(
            before == null ? "{}" : JSON.write(before),
            JSON.write(after),
            List.of("ruleId", "version", "updatedAt"));
    return before != null && differences.isEmpty() && wanted.getVersion() <= before.getVersion()
        ? new RuleEdit(before, before, List.of())
        : new RuleEdit(before, after, differences);
  }

  public boolean changesSomething() {
    return !after.equals(before);
  }

  /** The rule and its versions in a line, then the differences. */
  public String text() {
    StringBuilder text = new StringBuilder(after.getRuleId());
    if (!changesSomething()) {
      return text.append(": unchanged, version ").append(after.getVersion()).toString();
    }
    text.append(
        Optional.ofNullable(before)
            .map(rule -> ": version " + rule.getVersion() + " → " + after.getVersion())
            .orElse(": new, version " + after.getVersion()));
    differences.forEach(difference -> text.append("\n  ").append(difference));
    return text.toString();
  }
}
