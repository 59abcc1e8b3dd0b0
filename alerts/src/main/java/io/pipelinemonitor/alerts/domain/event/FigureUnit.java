package io.pipelinemonitor.alerts.domain.event;

/** What a figure is counted in. */
public enum FigureUnit {
  /** A plain number, such as coverage 3.2, or a share, such as 0.4. */
  RATIO,
  /** Major units of the currency beside it. */
  MONEY,
  MONEY_PER_DAY,
  COUNT,
  DAYS,
  /** Points from 0 to 100. */
  SCORE,
  DEVIATIONS,
  /** Hours of working days. */
  HOURS,
  UNKNOWN
}
