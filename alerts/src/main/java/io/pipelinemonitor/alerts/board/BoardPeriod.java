package io.pipelinemonitor.alerts.board;

import java.util.Locale;

/** Fiscal periods as seen from today. */
public enum BoardPeriod {
  PREVIOUS,
  CURRENT,
  NEXT;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
