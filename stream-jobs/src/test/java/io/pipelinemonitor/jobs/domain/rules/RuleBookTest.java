package io.pipelinemonitor.jobs.domain.rules;

import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import org.junit.jupiter.api.Test;

class RuleBookTest {

  private static final Scope EMEA = Scope.unit("emea");
  private static final Scope APAC = Scope.unit("apac");

  private final RuleBook book = new RuleBook();

  @Test
  void neverReplacesAHigherVersionByALowerOne() {
    AlertRule third = rule("a").version(3).build();
    assertThat(book.put(third)).isTrue();
    assertThat(book.put(rule("a").version(2).build())).isFalse();
    assertThat(book.inForce("a")).isEqualTo(third);
  }

  @Test
  void letsTheLaterOfTwoRecordsOfOneVersionHold() {
    book.put(rule("a").version(3).build());
    AlertRule again = rule("a").version(3).shadow().build();
    assertThat(book.put(again)).isTrue();
    assertThat(book.inForce("a")).isEqualTo(again);
  }

  @Test
  void forgetsTheVersionOfADeletedRule() {
    book.put(rule("a").version(3).build());
    book.remove("a");
    assertThat(book.inForce("a")).isNull();
    assertThat(book.put(rule("a").version(1).build())).isTrue();
  }

  @Test
  void findsTheEnabledRulesThatWatchAScope() {
    AlertRule everywhere = rule("everywhere").build();
    AlertRule emeaOnly = rule("emea-only").only(EMEA).build();
    AlertRule notEmea = rule("not-emea").types(ScopeType.UNIT).without(EMEA).build();
    book.put(everywhere);
    book.put(emeaOnly);
    book.put(notEmea);
    book.put(rule("off").disabled().build());
    assertThat(book.watching(EMEA)).containsExactly(emeaOnly, everywhere);
    assertThat(book.watching(APAC)).containsExactly(everywhere, notEmea);
    assertThat(book.watching(Scope.COMPANY)).containsExactly(everywhere);
    book.remove("everywhere");
    assertThat(book.watching(Scope.COMPANY)).isEmpty();
    assertThat(book.all()).hasSize(3);
  }
}
