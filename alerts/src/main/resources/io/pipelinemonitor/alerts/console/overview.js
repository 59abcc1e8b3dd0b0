// The first view: will the quarter be made, who is short, why, and which deals.
import { h, Card, Empty, Tabs, useState, pure } from "./dom.js";
import { Money, Moment, money, exact, percent, signedPercent, limit, ratio, days, plural, count, shortAmount, signed, day } from "./format.js";
import { FLOWS, SEVERITY, named, outlook, tone, metric } from "./words.js";
import { CoverageChart, ForecastChart } from "./charts.js";
import { DealTable, upTo } from "./deals.js";
import { Contributors } from "./alerts.js";

function verdict(scope, view) {
  const end = scope.projectedAmount ?? scope.bookedAmount;
  const ended = scope.periodElapsed >= 1;
  if (!scope.quota) {
    return [money(end), " is what the period is expected to end with. There is no quota to hold it against."];
  }
  if (scope.attained) {
    return [h("strong", null, money(scope.bookedAmount)), ` is booked, ${money(scope.bookedAmount - scope.quota)} more than the quota of ${money(scope.quota)}.`];
  }
  const gap = Math.abs(view.gap);
  return [
    ended ? "Ended with " : "Heading for ",
    h("strong", null, money(end)),
    ` of ${money(scope.quota)}, `,
    h("strong", { class: `tone ${view.tone}` }, view.gap < 0 ? `${money(gap)} short` : `${money(gap)} over`),
    ".",
  ];
}

function why(scope, line) {
  if (!scope.quota || scope.attained) {
    return null;
  }
  if (scope.periodElapsed >= 1) {
    return scope.openAmount ? `${money(scope.openAmount)} is still open in it.` : "Nothing is open in it any more.";
  }
  const togo = Math.max(0, scope.quota - scope.bookedAmount);
  const parts = [`${money(togo)} left to sell, ${money(scope.openAmount)} open`];
  if (scope.coverageToGo !== undefined) {
    parts.push(`that covers it ${ratio(scope.coverageToGo)}${line?.WARNING ? ` (the line is ${limit(line.WARNING)})` : ""}`);
  }
  if (scope.submittedCommit !== undefined && scope.forecastDrift !== undefined) {
    parts.push(`forecast ${percent(Math.abs(scope.forecastDrift))} ${scope.forecastDrift < 0 ? "below" : "above"} the commit`);
  }
  return `${parts.join(" · ")}.`;
}

/** Booked, forecast with its interval, commit and quota on one scale. */
function Bullet({ scope, view }) {
  const end = scope.projectedAmount ?? scope.bookedAmount;
  const top = Math.max(scope.quota || 0, scope.projectedHigh ?? 0, end, scope.submittedCommit ?? 0, scope.bookedAmount, 1) * 1.04;
  const place = (value) => `${Math.max(0, Math.min(100, (value / top) * 100))}%`;
  const label = [
    `Booked ${money(scope.bookedAmount)}`,
    `forecast ${money(end)}`,
    scope.projectedLow === undefined ? "" : `from ${money(scope.projectedLow)} to ${money(scope.projectedHigh)}`,
    scope.submittedCommit === undefined ? "" : `commit ${money(scope.submittedCommit)}`,
    scope.quota ? `quota ${money(scope.quota)}` : "",
  ].filter(Boolean);
  return h(
    "div",
    { class: "bullet", role: "img", "aria-label": label.join(", ") },
    h(
      "div",
      { class: "track" },
      scope.projectedLow === undefined
        ? null
        : h("i", { class: "interval", style: { left: place(scope.projectedLow), width: `calc(${place(scope.projectedHigh)} - ${place(scope.projectedLow)})` }, title: `In eight cases of ten from ${exact(scope.projectedLow)} to ${exact(scope.projectedHigh)}` }),
      h("i", { class: "booked", style: { width: place(scope.bookedAmount) }, title: `Booked ${exact(scope.bookedAmount)}` }),
      h("i", { class: `forecast ${view.tone}`, style: { left: place(end) }, title: `Forecast ${exact(end)}` }),
      scope.submittedCommit === undefined ? null : h("i", { class: "commit", style: { left: place(scope.submittedCommit) }, title: `Commit ${exact(scope.submittedCommit)}` }),
      scope.quota ? h("i", { class: "quota", style: { left: place(scope.quota) }, title: `Quota ${exact(scope.quota)}` }) : null,
    ),
    h(
      "dl",
      { class: "keys" },
      h("div", null, h("dt", null, h("i", { class: "key booked" }), "Booked"), h("dd", null, h(Money, { of: scope.bookedAmount, bare: true, name: "bookedAmount" }))),
      h(
        "div",
        null,
        h("dt", null, h("i", { class: `key forecast ${view.tone}` }), "Forecast"),
        h(
          "dd",
          null,
          h(Money, { of: end, bare: true, name: "projectedAmount" }),
          scope.projectedLow === undefined ? null : h("small", { title: "In eight cases of ten" }, ` ${shortAmount(scope.projectedLow)} – ${shortAmount(scope.projectedHigh)}`),
        ),
      ),
      scope.submittedCommit === undefined
        ? null
        : h("div", null, h("dt", null, h("i", { class: "key commit" }), "Commit"), h("dd", null, h(Money, { of: scope.submittedCommit, bare: true, name: "submittedCommit" }))),
      scope.quota ? h("div", null, h("dt", null, h("i", { class: "key quota" }), "Quota"), h("dd", null, h(Money, { of: scope.quota, bare: true, name: "quota" }))) : null,
    ),
  );
}

function Tile({ name, value, figure, raw, note, mood = "", title }) {
  return h(
    "div",
    { class: "tile" },
    h("dt", null, name),
    h("dd", { class: mood, title, "data-figure": figure, "data-value": raw === undefined ? undefined : String(raw) }, value),
    h("p", null, note),
  );
}

function Tiles({ scope, lines }) {
  const pace = scope.attainment === undefined ? "" : scope.attainment >= scope.periodElapsed ? "good" : scope.attainment >= scope.periodElapsed * 0.6 ? "" : "warn";
  return h(
    "dl",
    { class: "tiles" },
    h(Tile, {
      name: "Booked",
      figure: "attainment",
      raw: scope.attainment,
      value: scope.attainment === undefined ? h(Money, { of: scope.bookedAmount }) : percent(scope.attainment),
      mood: pace,
      note: scope.attainment === undefined ? plural(scope.bookedCount, "deal") : `of quota, ${percent(scope.periodElapsed)} of the time gone`,
    }),
    h(Tile, {
      name: "Coverage to go",
      figure: "coverageToGo",
      raw: scope.coverageToGo,
      value: scope.attained ? "made" : ratio(scope.coverageToGo),
      mood: tone(scope.coverageToGo, lines.coverageToGo),
      note: scope.pipelineNeeded ? ["needs ", h(Money, { of: scope.pipelineNeeded, name: "pipelineNeeded" }), " more"] : [h(Money, { of: scope.openAmount, name: "openAmount" }), " open"],
    }),
    h(Tile, {
      name: "Against commit",
      figure: "forecastDrift",
      raw: scope.forecastDrift,
      value: scope.forecastDrift === undefined ? "–" : signedPercent(scope.forecastDrift),
      mood: tone(scope.forecastDrift, lines.forecastDrift),
      note: scope.submittedCommit === undefined ? "nothing is committed" : ["commit ", h(Money, { of: scope.submittedCommit })],
    }),
    h(Tile, {
      name: "At risk",
      figure: "atRiskAmount",
      raw: scope.atRiskAmount,
      value: h(Money, { of: scope.atRiskAmount, bare: true }),
      mood: scope.riskShare > 0.35 ? "bad" : scope.riskShare > 0.2 ? "warn" : "",
      note: scope.riskShare === undefined ? "nothing is open" : `${percent(scope.riskShare)} of open, ${plural(scope.atRiskCount, "deal")}`,
    }),
    h(Tile, {
      name: "Win rate",
      figure: "winRate",
      raw: scope.winRate,
      value: percent(scope.winRate),
      note: scope.winRate === undefined ? "no deals closed lately" : `of ${plural(scope.windowWonCount + scope.windowLostCount, "deal")} in ${scope.windowDays} days`,
    }),
    h(Tile, {
      name: "Velocity",
      figure: "velocityPerDay",
      raw: scope.velocityPerDay,
      value: scope.velocityPerDay === undefined ? "–" : h(Money, { of: scope.velocityPerDay, bare: true }),
      note: scope.cycleDays === undefined ? "a day" : `a day, cycle ${days(scope.cycleDays)}`,
    }),
  );
}

const MOST_BELOW = 8;

/** The teams below, or a team's people; the one that is furthest from its quota first. */
function below(rows, selected) {
  const parents = new Set(Object.entries(rows).filter(([id]) => !id.startsWith("REP:")).map(([, row]) => row.parent));
  const isBelow = (id) => {
    for (let at = rows[id]?.parent; at; at = rows[at]?.parent) {
      if (at === selected) {
        return true;
      }
    }
    return false;
  };
  const team = !parents.has(selected);
  return Object.entries(rows)
    .filter(([id, row]) => row.quota && isBelow(id) && (team ? row.parent === selected : !id.startsWith("REP:") && !parents.has(id)))
    .map(([id, row]) => ({ id, row, view: outlook(row) }))
    .sort((a, b) => a.view.gap - b.view.gap || a.row.name.localeCompare(b.row.name))
    .slice(0, MOST_BELOW);
}

function Below({ rows, selected, line, onSelect }) {
  const list = below(rows, selected);
  if (list.length === 0) {
    return h(Empty, null, "Nobody below has a quota in this period. Publish quotas to plan.quotas to see who is short.");
  }
  const widest = Math.max(...list.map(({ view }) => Math.abs(view.gap)), 1);
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: "below" },
      h(
        "thead",
        null,
        h("tr", null, h("th", { scope: "col" }, "Name"), h("th", { scope: "col", class: "right" }, "Forecast"), h("th", { scope: "col", class: "right wide" }, "Quota"), h("th", { scope: "col", class: "gaps" }, "Gap to quota"), h("th", { scope: "col", class: "right" }, "Cover")),
      ),
      h(
        "tbody",
        null,
        list.map(({ id, row, view }) =>
          h(
            "tr",
            { key: id },
            h("th", { scope: "row" }, h("button", { type: "button", class: "link", onClick: () => onSelect(id) }, row.name)),
            h("td", { class: "right" }, h(Money, { of: row.projected ?? row.booked, bare: true })),
            h("td", { class: "right wide" }, h(Money, { of: row.quota, bare: true })),
            h(
              "td",
              { class: "gaps" },
              h(
                "span",
                { class: "gap", title: view.word },
                h("i", { class: `${view.gap < 0 ? "minus" : "plus"} ${view.tone}`, style: { width: `${(Math.abs(view.gap) / widest) * 50}%` } }),
              ),
              h("span", { class: `gap-value ${view.tone}`, title: `${exact(view.gap)}. ${view.word}.` }, signed(view.gap)),
            ),
            h("td", { class: `right ${tone(row.coverageToGo, line)}` }, row.attained ? "made" : ratio(row.coverageToGo)),
          ),
        ),
      ),
    ),
  );
}

function Why({ incidents, scope, selected, onIncident }) {
  const rank = { CRITICAL: 0, WARNING: 1, INFO: 2 };
  const worst = Object.values(incidents)
    .filter((incident) => incident.open && incident.period === scope.period && incident.severity !== "INFO" && incident.scopeType !== "DEAL")
    .sort(
      (a, b) =>
        Number(`${b.scopeType}:${b.scopeId}` === selected) - Number(`${a.scopeType}:${a.scopeId}` === selected) ||
        Number(b.contributors.length > 0) - Number(a.contributors.length > 0) ||
        rank[a.severity] - rank[b.severity] ||
        b.evaluatedAt.localeCompare(a.evaluatedAt),
    )[0];
  if (!worst) {
    return h(Empty, null, "No open alert about these figures. What moved the pipeline is in the waterfall.");
  }
  return h(
    "div",
    { class: "why" },
    h(
      "p",
      null,
      h("span", { class: `badge ${SEVERITY[worst.severity]?.tone}` }, SEVERITY[worst.severity]?.word),
      ` ${worst.scopeName || worst.scopeId} · ${worst.ruleName || metric(worst.metric)} · since `,
      h(Moment, { of: worst.firedAt }),
    ),
    h("p", { class: "summary" }, worst.summary),
    worst.contributors.length ? h(Contributors, { incident: worst, most: 4 }) : null,
    h("button", { type: "button", class: "link", onClick: () => onIncident(worst.incidentId) }, "Open the alert"),
  );
}

function Waterfall({ scope }) {
  const [of, choose] = useState("waterfall");
  const flow = scope[of];
  if (!flow) {
    return h(Empty, null, "These figures have no waterfall.");
  }
  let running = flow.opening;
  const steps = FLOWS.filter(([name]) => flow[name]).map(([name, label, sign]) => {
    const delta = sign * flow[name];
    const from = running;
    running += delta;
    return { name, label, delta, from, to: running };
  });
  const levels = [flow.opening, running, ...steps.flatMap((step) => [step.from, step.to])];
  const low = Math.min(0, ...levels);
  const span = Math.max(...levels) - low || 1;
  const place = (value) => `${((value - low) / span) * 100}%`;
  const bar = (from, to, kind) =>
    h("span", { class: "lane", "aria-hidden": "true" }, h("i", { class: kind, style: { left: place(Math.min(from, to)), width: `max(2px, calc(${place(Math.max(from, to))} - ${place(Math.min(from, to))}))` } }));
  return h(
    "div",
    null,
    h(Tabs, {
      label: "Since when",
      kind: "switch",
      chosen: of,
      onChoose: choose,
      tabs: [
        { id: "waterfall", name: "Period", controls: "flow" },
        { id: "waterfallWeek", name: "7 days", controls: "flow" },
      ],
    }),
    h(
      "table",
      { class: "flow", id: "flow" },
      h("tbody", null, [
        h("tr", { key: "opening", class: "total" }, h("th", { scope: "row" }, "Open at the start"), h("td", null, bar(0, flow.opening, "whole")), h("td", { class: "right" }, h(Money, { of: flow.opening, bare: true }))),
        ...steps.map((step) =>
          h(
            "tr",
            { key: step.name },
            h("th", { scope: "row" }, step.label),
            h("td", null, bar(step.from, step.to, step.name === "won" ? "won" : step.delta > 0 ? "plus" : "minus")),
            h("td", { class: "right" }, h(Money, { of: step.delta, bare: true, sign: true })),
          ),
        ),
        h("tr", { key: "now", class: "total" }, h("th", { scope: "row" }, "Open now"), h("td", null, bar(0, running, "whole")), h("td", { class: "right" }, h(Money, { of: running, bare: true }))),
      ]),
    ),
  );
}

function Stages({ scope, stages, lines }) {
  const list = (scope.stages || [])
    .map((stage) => ({ ...stage, about: stages[stage.pipelineId]?.[stage.stageId] }))
    .filter((stage) => stage.count > 0 || stage.entered > 0)
    .sort((a, b) => a.pipelineId.localeCompare(b.pipelineId) || (a.about?.order ?? 99) - (b.about?.order ?? 99));
  if (list.length === 0) {
    return h(Empty, null, "No open deals in this period.");
  }
  const widest = Math.max(...list.map((stage) => stage.amount), 1);
  const several = new Set(list.map((stage) => stage.pipelineId)).size > 1;
  let process = null;
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: "stages" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, "Stage"),
          h("th", { scope: "col", class: "right" }, "Open"),
          h("th", { scope: "col", class: "right", title: "Of the stays that ended, how many went on" }, "Goes on"),
          h("th", { scope: "col", class: "right", title: "Median length of a stay, and its 90th percentile" }, "Days, p90"),
          h("th", { scope: "col", class: "right", title: "Against the window before" }, "Pace"),
        ),
      ),
      h(
        "tbody",
        null,
        list.flatMap((stage) => {
          const rows = [];
          if (several && stage.pipelineId !== process) {
            process = stage.pipelineId;
            rows.push(h("tr", { key: process, class: "group" }, h("th", { colSpan: 5, scope: "rowgroup" }, stage.about?.process || named(process))));
          }
          rows.push(
            h(
              "tr",
              { key: `${stage.pipelineId}/${stage.stageId}` },
              h(
                "th",
                { scope: "row" },
                h("span", { class: "stage" }, stage.about?.name || named(stage.stageId) || "No stage", h("small", null, count(stage.count))),
                h("span", { class: "lane", "aria-hidden": "true" }, h("i", { class: "whole", style: { width: `${(stage.amount / widest) * 100}%` } })),
              ),
              h("td", { class: "right" }, h(Money, { of: stage.amount, bare: true })),
              h("td", { class: "right" }, percent(stage.conversion)),
              h("td", { class: "right", title: stage.about?.expectedDays ? `Expected: ${days(stage.about.expectedDays)}` : undefined }, days(stage.daysMedian), h("small", null, stage.daysP90 === undefined ? "" : ` ${days(stage.daysP90)}`)),
              h("td", { class: `right ${stage.slowdown === undefined ? "" : tone(stage.slowdown, lines.stageSlowdown || { direction: "ABOVE", WARNING: 1.5 }).replace("good", "")}` }, stage.slowdown === undefined ? "–" : ratio(stage.slowdown)),
            ),
          );
          return rows;
        }),
      ),
    ),
  );
}

const PureTiles = pure(Tiles);
const PureWaterfall = pure(Waterfall);
const PureStages = pure(Stages);
const PureBelow = pure(Below);
const PureWhy = pure(Why);

const NOTHING_TO_DRAW = "Nothing to draw yet: points come with each midnight and each change.";

export function Overview({ document, selected, look, onSelect, onIncident, onTab }) {
  const { scope, meta, tree, past, deals, incidents } = document;
  if (!scope) {
    return h(
      Empty,
      null,
      meta.periods.length === 0
        ? "There are no figures yet. Publish deal events to crm.deal-events, and units, members and quotas to the plan topics; the page shows them as they come."
        : `There are no figures of this scope in ${meta.period}. Choose another period or scope.`,
    );
  }
  const view = scope.periodElapsed >= 1 && scope.quota && !scope.attained ? { ...outlook(scope), word: "Missed", tone: "bad" } : outlook(scope);
  const left = Math.max(0, daysLeft(scope));
  const drawn = Object.keys(past).length > 1;
  return h(
    "div",
    { class: "overview" },
    h(
      "section",
      { class: "hero", "aria-labelledby": "verdict" },
      h(
        "div",
        { class: "hero-words" },
        h("p", { class: "hero-note" }, h("span", { class: `badge ${view.tone || "info"}`, id: "outlook" }, view.word), scope.periodElapsed >= 1 ? `${scope.period} is over` : `${plural(left, "day")} left of ${scope.period}, until ${day(before(scope.periodEnd))}`),
        h("h2", { id: "verdict" }, verdict(scope, view)),
        h("p", { class: "hero-why" }, why(scope, meta.lines.coverageToGo)),
      ),
      h(Bullet, { scope, view }),
    ),
    h(PureTiles, { scope, lines: meta.lines }),
    h(
      "div",
      { class: "grid" },
      h(
        "div",
        { class: "stack" },
        selected.startsWith("REP:") ? null : h(Card, { title: "Who is short", note: "forecast against quota", class: "at-1" }, h(PureBelow, { rows: tree, selected, line: meta.lines.coverageToGo, onSelect })),
        h(
          Card,
          { title: "Coverage", note: "open pipeline against what is left to sell", class: "at-3" },
          drawn ? h(CoverageChart, { scope, past, line: meta.lines.coverageToGo, look }) : h(Empty, null, NOTHING_TO_DRAW),
        ),
        h(Card, { title: "Waterfall", note: "what moved the open pipeline", class: "at-5" }, h(PureWaterfall, { scope })),
      ),
      h(
        "div",
        { class: "stack" },
        h(Card, { title: "Why", note: "the worst open alert", class: "at-2" }, h(PureWhy, { incidents, scope, selected, onIncident })),
        h(Card, { title: "Forecast", note: "with its 80 % interval, commit and quota", class: "at-4" }, drawn ? h(ForecastChart, { scope, past, look }) : h(Empty, null, NOTHING_TO_DRAW)),
        h(Card, { title: "Stages", note: scope.windowDays ? `open deals; stays of ${scope.windowDays} days` : "open deals", class: "at-6" }, h(PureStages, { scope, stages: meta.stages, lines: meta.lines })),
      ),
      h(
        Card,
        { title: "Deals at risk", class: "at-7", action: h("button", { type: "button", class: "link", onClick: () => onTab("deals") }, `All ${upTo(Object.keys(deals).length)}`) },
        h(DealTable, { deals, stages: meta.stages, most: 6 }),
      ),
    ),
  );
}

function before(dayAfter) {
  return new Date(Date.parse(`${dayAfter}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function daysLeft(scope) {
  const length = (Date.parse(scope.periodEnd) - Date.parse(scope.periodStart)) / 86_400_000;
  return Math.round(length * (1 - scope.periodElapsed));
}
