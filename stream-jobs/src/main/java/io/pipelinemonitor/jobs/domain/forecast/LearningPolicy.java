package io.pipelinemonitor.jobs.domain.forecast;

/**
 * How outcomes are turned into parameters. None of these numbers is fitted to a company: they say
 * how fast belief gives way to outcomes, and how fast outcomes are forgotten.
 *
 * @param halfLife periods after which an outcome counts half
 * @param priorWinsOfCrm how many wins the CRM's promise is worth, that its probabilities come true
 *     by the end of the period
 * @param priorOutcomes how many outcomes of a class of deals the belief about it is worth that was
 *     handed down
 * @param priorWins how many wins the parent scope's belief about amounts is worth
 * @param priorPeriods how many periods the parent scope's belief about the spread is worth
 * @param initialSpread relative standard deviation that is believed before any error was seen
 */
public record LearningPolicy(
    double halfLife,
    double priorWinsOfCrm,
    double priorOutcomes,
    double priorWins,
    double priorPeriods,
    double initialSpread) {

  /**
   * The policy for periods of that many months: a half-life of three quarters.
   *
   * @param monthsPerPeriod 1 or 3
   */
  public static LearningPolicy forPeriodsOf(int monthsPerPeriod) {
    return new LearningPolicy(9.0 / monthsPerPeriod, 5, 20, 20, 8, 0.2);
  }

  /** How many ended periods are remembered: what is older would count less than a sixteenth. */
  public int periodsRemembered() {
    return (int) StrictMath.ceil(4 * halfLife);
  }

  /** How much an outcome counts that is that many periods older than the latest ones. */
  double weight(int periods) {
    return StrictMath.pow(0.5, periods / halfLife);
  }
}
