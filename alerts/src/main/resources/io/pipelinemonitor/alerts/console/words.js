// What records call things, and what people do.
export const MOVEMENTS = {
  CREATED: "created",
  PULLED_IN: "pulled in",
  PUSHED_IN: "pushed in",
  INCREASED: "grew",
  REOPENED: "reopened",
  RESTORED: "restored",
  TRANSFERRED_IN: "transferred in",
  DECREASED: "shrank",
  PUSHED_OUT: "slipped",
  PULLED_OUT: "pulled out",
  WON: "won",
  LOST: "lost",
  DELETED: "deleted",
  MERGED: "merged",
  TRANSFERRED_OUT: "transferred out",
  FX_EFFECT: "exchange rate",
};

export function movement(contributor) {
  const word = MOVEMENTS[contributor.cause] || "changed";
  const other = contributor.otherPeriod;
  if (!other) {
    return word;
  }
  return contributor.cause === "PUSHED_OUT" || contributor.cause === "PULLED_OUT" ? `${word} to ${other}` : `${word} from ${other}`;
}

export const FLOWS = [
  ["created", "Created", 1],
  ["pulledIn", "Pulled in from later", 1],
  ["pushedIn", "Slipped in from earlier", 1],
  ["increased", "Amounts up", 1],
  ["reopened", "Reopened", 1],
  ["restored", "Restored", 1],
  ["transferredIn", "Transferred in", 1],
  ["decreased", "Amounts down", -1],
  ["pushedOut", "Slipped to later", -1],
  ["pulledOut", "Pulled to earlier", -1],
  ["won", "Won", -1],
  ["lost", "Lost", -1],
  ["deleted", "Deleted", -1],
  ["merged", "Merged", -1],
  ["transferredOut", "Transferred out", -1],
  ["fxEffect", "Exchange rates", 1],
];

export const FACTORS = {
  NO_RECENT_ACTIVITY: "No recent activity",
  STUCK_IN_STAGE: "Stuck in stage",
  CLOSE_DATE_OVERDUE: "Close date passed",
  CLOSE_DATE_PUSHED: "Pushed to later periods",
  STAGE_REGRESSED: "Moved back a stage",
  AMOUNT_DROPPED: "Amount dropped",
  NO_NEXT_STEP: "No next step",
  SINGLE_THREADED: "Single contact",
  MISSING_FIELDS: "Fields missing",
  UNLIKELY_CLOSE: "Unlikely to close in time",
};

export const CATEGORIES = {
  COMMIT: "Commit",
  BEST_CASE: "Best case",
  PIPELINE: "Pipeline",
  OMITTED: "Omitted",
  CLOSED: "Closed",
};

export const SEVERITY = {
  CRITICAL: { word: "Critical", tone: "bad" },
  WARNING: { word: "Warning", tone: "warn" },
  INFO: { word: "Info", tone: "info" },
};

export const TRANSITIONS = {
  FIRED: "Fired",
  ESCALATED: "Got worse",
  STEPPED_DOWN: "Stepped down",
  RECOVERING: "Recovering",
  REBREACHED: "In breach again",
  RESOLVED: "Resolved",
  REOPENED: "Reopened",
  UPDATED: "Updated",
  REMINDED: "Reminder",
  ACKNOWLEDGED: "Acknowledged",
  SNOOZED: "Snoozed",
  UNSNOOZED: "Snooze ended",
};

const METRICS = {
  coverageToGo: "Coverage of what is left to sell",
  coverageFull: "Coverage of the quota",
  forecastDrift: "Forecast against commit",
  forecastVariance: "Commit against what was booked",
  projectedAmount: "Forecast",
  bookedAmount: "Booked",
  velocityPerDay: "Velocity",
  winRate: "Win rate",
  stageSlowdown: "Slowest stage",
  atRiskCommitShare: "Share of commit at risk",
  repsAtQuota: "Reps at quota",
  hygieneScore: "Clean deals",
  riskScore: "Risk score",
  silentHours: "Hours of silence",
};

export function metric(name) {
  return METRICS[name] || capital(name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`));
}

export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : text;
}

export function named(id) {
  return capital((id || "").replace(/[-_]+/g, " "));
}

/** Which part of the rule's lines a figure is in: bad, warn, good, or "" where no rule says. */
export function tone(value, line) {
  if (value === undefined || value === null || !line) {
    return "";
  }
  const past = (limit) => limit !== undefined && (line.direction === "BELOW" ? value < limit : value > limit);
  return past(line.CRITICAL) ? "bad" : past(line.WARNING) ? "warn" : "good";
}

/**
 * Whether the quota will be made, by the interval that holds the end in eight cases of ten; without one, by the
 * forecast alone.
 */
export function outlook({ quota, booked, projected, low, high, attained, projectedAmount, projectedLow, projectedHigh, bookedAmount }) {
  const end = projected ?? projectedAmount;
  const least = low ?? projectedLow;
  const most = high ?? projectedHigh;
  if (!quota) {
    return { tone: "", word: "No quota", gap: null };
  }
  const gap = (end ?? booked ?? bookedAmount) - quota;
  if (attained) {
    return { tone: "good", word: "Quota made", gap };
  }
  if (least !== undefined && least >= quota) {
    return { tone: "good", word: "On course", gap };
  }
  if (end >= quota) {
    return { tone: least === undefined ? "good" : "", word: "More likely than not", gap };
  }
  if (most !== undefined && most >= quota) {
    return { tone: "warn", word: "Still within reach", gap };
  }
  return { tone: "bad", word: "Short", gap };
}
