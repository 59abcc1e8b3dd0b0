// Numbers and times for people. Money comes as whole minor units of the reporting currency.
import { h } from "./dom.js";

let currency = "USD";
let digits = 2;

export function useCurrency(code, minorDigits) {
  currency = code || currency;
  digits = minorDigits ?? digits;
}

export function currencyCode() {
  return currency;
}

const made = new Map();

function formatter(type, options) {
  const key = type.name + JSON.stringify(options);
  if (!made.has(key)) {
    made.set(key, new type(undefined, options));
  }
  return made.get(key);
}

function number(value, options) {
  return formatter(Intl.NumberFormat, options).format(value).replace("-", "−");
}

/** 4.1 M, 869 k, 950: with a decimal below a hundred. */
export function shortAmount(minor) {
  const value = minor / 10 ** digits;
  const size = Math.abs(value);
  const [unit, by] =
    size >= 999_500_000 ? ["\u00a0B", 1e9] : size >= 999_500 ? ["\u00a0M", 1e6] : size >= 1000 ? ["\u00a0k", 1e3] : ["", 1];
  const scaled = value / by;
  const places = unit && Math.abs(scaled) < 99.95 ? 1 : 0;
  return number(scaled, { minimumFractionDigits: places, maximumFractionDigits: places }) + unit;
}

export function money(minor) {
  return `${currency}\u00a0${shortAmount(minor)}`;
}

export function signed(minor) {
  return (minor > 0 ? "+" : "") + shortAmount(minor);
}

export function exact(minor) {
  return `${currency}\u00a0${number(minor / 10 ** digits, { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** An amount, short, with the exact figure behind it. */
export function Money({ of, bare, sign, name }) {
  if (of === undefined || of === null) {
    return h("span", { class: "none" }, "–");
  }
  const text = (bare ? "" : `${currency}\u00a0`) + (sign ? signed(of) : shortAmount(of));
  return h("span", { class: "num", title: exact(of), "data-minor": String(of), "data-figure": name }, text);
}

export function percent(share, places = 0) {
  return share === undefined || share === null
    ? "–"
    : number(share * 100, { minimumFractionDigits: places, maximumFractionDigits: places }) + "\u00a0%";
}

export function signedPercent(share) {
  return (share > 0 ? "+" : "") + percent(share);
}

/** A figure has two decimals, so that one column is one width; a line has as many as it needs. */
export function ratio(value) {
  const places = value < 10 ? 2 : 1;
  return value === undefined || value === null ? "–" : `${number(value, { minimumFractionDigits: places, maximumFractionDigits: places })}×`;
}

export function limit(value) {
  return `${number(value, { minimumFractionDigits: 1, maximumFractionDigits: 2 })}×`;
}

export function count(value) {
  return number(value, {});
}

export function plural(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function days(value) {
  return value === undefined || value === null
    ? "–"
    : `${number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })}\u00a0d`;
}

/** A day of the calendar, whatever the zone. */
export function day(iso) {
  return formatter(Intl.DateTimeFormat, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}

export function moment(iso) {
  return formatter(Intl.DateTimeFormat, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

export function fullMoment(iso) {
  return formatter(Intl.DateTimeFormat, { dateStyle: "full", timeStyle: "long" }).format(new Date(iso));
}

export function Moment({ of }) {
  return of ? h("time", { dateTime: of, title: fullMoment(of) }, moment(of)) : null;
}

export function daysBetween(from, to) {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A figure of a rule, in its unit; money comes in major units. */
export function inUnit(value, unit, metric = "") {
  if (value === undefined || value === null) {
    return "–";
  }
  switch (unit) {
    case "MONEY":
      return money(value * 10 ** digits);
    case "MONEY_PER_DAY":
      return `${money(value * 10 ** digits)} a day`;
    case "DAYS":
      return days(value);
    case "HOURS":
      return `${number(value, { maximumFractionDigits: 1 })}\u00a0h`;
    case "COUNT":
    case "SCORE":
      return number(value, { maximumFractionDigits: 0 });
    case "DEVIATIONS":
      return `${number(value, { maximumFractionDigits: 1 })}\u00a0σ`;
    default:
      return /coverage|slowdown|pace/i.test(metric) ? ratio(value) : percent(value);
  }
}
