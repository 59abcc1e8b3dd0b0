package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a burst has done so far.
 *
 * @param author whose doing it is
 * @param cause what it is called where it keeps others from being told
 * @param from its first change
 * @param openedAt when it was recognised
 * @param latest its latest change
 * @param deals how many deals it changed
 * @param fields what it set or cleared, what it did most often first
 * @param scopes whose figures it touched; empty for imports, which touch all
 * @param share of which unit it changed so many deals that it is one edit; null: it is one by the
 *     number of deals alone
 * @param changes what it did to open and booked amounts, by period; without those it left alone
 * @param lifted whether it no longer keeps others from being told
 * @param sequence how many steps of it were told, with this one
 */
public record BurstFacts(
    Author author,
    Suppression cause,
    long from,
    long openedAt,
    long latest,
    int deals,
    List<DealField> fields,
    Set<Scope> scopes,
    @Nullable UnitShare share,
    List<PeriodChange> changes,
    boolean lifted,
    long sequence) {

  /**
   * What it did to one amount of one period of the company.
   *
   * @param period the period's name
   */
  public record PeriodChange(String period, Explanation explanation) {}
}
