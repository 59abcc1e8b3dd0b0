// The two charts over time. Everything else is drawn by the page itself.
import { h, useEffect, useRef, pure } from "./dom.js";
import { shortAmount, exact, limit, ratio, moment, currencyCode } from "./format.js";

const COVERAGE = 0;
const PROJECTED = 1;
const LOW = 2;
const HIGH = 3;
const COMMIT = 4;
const BOOKED = 5;
const QUOTA = 7;

function colours() {
  const probe = document.body.appendChild(document.createElement("i"));
  const of = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    text: of("muted"),
    strong: of("text"),
    line: of("line"),
    surface: of("surface"),
    accent: of("accent"),
    soft: of("accent-soft"),
    good: of("good-fill"),
    warn: of("warn-fill"),
    bad: of("bad-fill"),
    booked: of("booked"),
  };
  probe.remove();
  return found;
}

function points(past, start, end) {
  const from = Date.parse(`${start}T00:00:00Z`);
  const to = Date.parse(`${end}T00:00:00Z`);
  return Object.entries(past)
    .map(([second, values]) => [Number(second) * 1000, values])
    .filter(([at]) => at >= from && at <= to);
}

/** Text, never HTML: names may be anything. */
function tip(title, lines) {
  const box = document.createElement("div");
  box.className = "tip";
  const head = document.createElement("strong");
  head.textContent = title;
  box.append(head);
  for (const [name, value] of lines) {
    const row = document.createElement("div");
    const left = document.createElement("span");
    const right = document.createElement("b");
    left.textContent = name;
    right.textContent = value;
    row.append(left, right);
    box.append(row);
  }
  return box;
}

function frame(scope, colour) {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 88, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      type: "time",
      min: Date.parse(`${scope.periodStart}T00:00:00Z`),
      max: Date.parse(`${scope.periodEnd}T00:00:00Z`),
      splitNumber: 4,
      axisLine: { lineStyle: { color: colour.line } },
      axisTick: { show: false },
      axisLabel: { color: colour.text, fontSize: 11, formatter: { year: "{d} {MMM}", month: "{d} {MMM}", day: "{d} {MMM}" }, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 4,
      axisLabel: { color: colour.text, fontSize: 11 },
      splitLine: { lineStyle: { color: colour.line } },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      axisPointer: { lineStyle: { color: colour.text, type: "solid", width: 1 } },
      className: "tip-box",
      backgroundColor: colour.surface,
      borderColor: colour.line,
      padding: 0,
      extraCssText: "",
    },
  };
}

const at = (y, name, colour, type = "dashed") => ({
  yAxis: y,
  lineStyle: { color: colour, type, width: 1.5 },
  label: { formatter: name, color: colour, position: "end", fontSize: 11, fontWeight: 600 },
});

function last(list) {
  return list.length ? list[list.length - 1] : null;
}

function coverage({ scope, past, line }) {
  const colour = colours();
  const series = points(past, scope.periodStart, scope.periodEnd)
    .filter(([, values]) => values[COVERAGE] !== null)
    .map(([time, values]) => [time, values[COVERAGE]]);
  const warning = line?.WARNING;
  const critical = line?.CRITICAL;
  const greatest = Math.max(...series.map(([, value]) => value), warning ?? 3, 1);
  const top = Math.ceil(Math.min(greatest * 1.1, Math.max((warning ?? 3) * 3, 6)));
  const pieces = [];
  if (critical !== undefined) {
    pieces.push({ lt: critical, color: colour.bad });
  }
  if (warning !== undefined) {
    pieces.push({ gte: critical ?? -1, lt: warning, color: colour.warn }, { gte: warning, color: colour.good });
  }
  const option = frame(scope, colour);
  option.yAxis.max = top;
  option.yAxis.axisLabel.formatter = (value) => `${value}×`;
  option.tooltip.formatter = (hovered) => {
    const value = hovered[0].value;
    return tip(moment(new Date(value[0]).toISOString()), [["Coverage to go", ratio(value[1])]]);
  };
  if (pieces.length) {
    option.visualMap = { show: false, type: "piecewise", seriesIndex: 0, dimension: 1, pieces };
  }
  const end = last(series);
  option.series = [
    {
      type: "line",
      data: series,
      showSymbol: false,
      lineStyle: { width: 2.25, color: pieces.length ? undefined : colour.accent },
      itemStyle: { color: pieces.length ? undefined : colour.accent },
      markLine: {
        silent: true,
        symbol: "none",
        data: [
          ...(warning === undefined ? [] : [at(warning, `${limit(warning)} target`, colour.warn)]),
          ...(critical === undefined ? [] : [at(critical, `${limit(critical)} critical`, colour.bad)]),
        ],
      },
      markPoint: end && {
        silent: true,
        symbol: "circle",
        symbolSize: 8,
        itemStyle: { color: end[1] < (critical ?? 0) ? colour.bad : end[1] < (warning ?? 0) ? colour.warn : colour.good },
        data: [{ coord: [end[0], Math.min(end[1], top)], label: { show: true, formatter: ratio(end[1]), position: "right", color: colour.strong, fontWeight: 700, fontSize: 12 } }],
      },
    },
  ];
  return option;
}

function forecast({ scope, past }) {
  const colour = colours();
  const list = points(past, scope.periodStart, scope.periodEnd);
  const of = (index) => list.filter(([, values]) => values[index] !== null).map(([time, values]) => [time, values[index]]);
  const learnt = list.filter(([, values]) => values[LOW] !== null && values[HIGH] !== null);
  const option = frame(scope, colour);
  const quota = scope.quota;
  const greatest = Math.max(...list.flatMap(([, values]) => [values[HIGH], values[PROJECTED], values[COMMIT], values[BOOKED], values[QUOTA]]).filter((value) => value !== null), quota ?? 0, 1);
  option.yAxis.max = greatest * 1.08;
  option.yAxis.axisLabel.formatter = (value) => (value > greatest * 1.04 ? "" : shortAmount(value));
  option.tooltip.formatter = (hovered) => {
    const time = hovered[0].value[0];
    const values = list.find(([moment]) => moment === time)?.[1] ?? [];
    const rows = [
      ["Forecast", values[PROJECTED]],
      ["Low, one in ten", values[LOW]],
      ["High, one in ten", values[HIGH]],
      ["Commit", values[COMMIT]],
      ["Booked", values[BOOKED]],
      ["Quota", values[QUOTA]],
    ];
    return tip(
      moment(new Date(time).toISOString()),
      rows.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => [name, exact(value)]),
    );
  };
  const plain = (name, index, width, tint, more = {}) => ({
    name,
    type: "line",
    data: index === PROJECTED ? projected : of(index),
    showSymbol: false,
    lineStyle: { width, color: tint, ...more.lineStyle },
    itemStyle: { color: tint },
    ...more.series,
  });
  // Until something was learnt the projection is no more than what is booked and weighted.
  const projected = learnt.length ? learnt.map(([time, values]) => [time, values[PROJECTED]]) : of(PROJECTED);
  const end = last(projected);
  option.series = [
    { type: "line", stack: "band", data: learnt.map(([time, values]) => [time, values[LOW]]), showSymbol: false, lineStyle: { width: 0 }, silent: true },
    {
      type: "line",
      stack: "band",
      data: learnt.map(([time, values]) => [time, values[HIGH] - values[LOW]]),
      showSymbol: false,
      lineStyle: { width: 0 },
      areaStyle: { color: colour.soft, opacity: 1 },
      silent: true,
    },
    plain("Booked", BOOKED, 1.5, colour.booked, { series: { areaStyle: { color: colour.booked, opacity: 0.18 } } }),
    plain("Commit", COMMIT, 1.75, colour.strong, { lineStyle: { type: [5, 4] }, series: { step: "end" } }),
    plain("Forecast", PROJECTED, 2.5, colour.accent, {
      series: {
        markLine: {
          silent: true,
          symbol: "none",
          data: quota ? [at(quota, `Quota ${shortAmount(quota)}`, colour.strong, "solid")] : [],
        },
        markPoint: end && {
          silent: true,
          symbol: "circle",
          symbolSize: 8,
          data: [{ coord: end, label: { show: true, formatter: shortAmount(end[1]), position: "right", color: colour.strong, fontWeight: 700, fontSize: 12 } }],
        },
      },
    }),
  ];
  return option;
}

function Chart({ make, label, look, ...given }) {
  const box = useRef(null);
  const chart = useRef(null);
  useEffect(() => {
    chart.current = window.echarts.init(box.current, null, { renderer: "canvas" });
    const resized = new ResizeObserver(() => chart.current.resize());
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      chart.current.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current.setOption(make(given), { notMerge: true, lazyUpdate: true });
  });
  return h("div", { class: "chart", role: "img", "aria-label": label, ref: box });
}

const PureChart = pure(Chart);

export function CoverageChart({ scope, past, line, look }) {
  const now = scope.coverageToGo;
  const label = `Coverage of what is left to sell over ${scope.period}: now ${ratio(now)}${line?.WARNING ? `, the target is ${limit(line.WARNING)}` : ""}.`;
  return h(PureChart, { make: coverage, scope, past, line, look, label });
}

export function ForecastChart({ scope, past, look }) {
  const parts = [`Forecast over ${scope.period} in ${currencyCode()}: now ${shortAmount(scope.projectedAmount ?? scope.bookedAmount)}`];
  if (scope.projectedLow !== undefined) {
    parts.push(`between ${shortAmount(scope.projectedLow)} and ${shortAmount(scope.projectedHigh)} in eight cases of ten`);
  }
  if (scope.submittedCommit !== undefined) {
    parts.push(`commit ${shortAmount(scope.submittedCommit)}`);
  }
  if (scope.quota) {
    parts.push(`quota ${shortAmount(scope.quota)}`);
  }
  return h(PureChart, { make: forecast, scope, past, look, label: `${parts.join(", ")}.` });
}
