// The inbox: what is open, why it fired, and what people answer.
import { h, Empty, Icon, useState, useEffect, useRef, pure } from "./dom.js";
import { Money, Moment, inUnit, plural } from "./format.js";
import { SEVERITY, TRANSITIONS, metric, movement, named } from "./words.js";
import { post } from "./live.js";
import { Factors } from "./deals.js";

const RANK = { CRITICAL: 0, WARNING: 1, INFO: 2 };
const BUILT_IN = new Set(["bulk-edit", "backfill"]);
const JUDGED = { CHANGE: ", change", PACING: ", gap to earlier periods" };
const LENGTHS = [
  [60, "1 hour"],
  [240, "4 hours"],
  [1440, "1 day"],
  [10080, "1 week"],
];

function snoozed(incident) {
  return incident.suppressedBy.includes("SNOOZE");
}

function standing(incident) {
  if (!incident.open) {
    return "Resolved";
  }
  const words = [incident.state === "RECOVERING" ? "Recovering" : "Open"];
  if (incident.acknowledged) {
    words.push("acknowledged");
  }
  if (snoozed(incident)) {
    words.push("snoozed");
  }
  return words.join(", ");
}

function where(incident) {
  return incident.scopeName || named(incident.scopeId);
}

/** The deals behind a change: with all others they are the whole of it, to the cent. */
export function Contributors({ incident, most = 10 }) {
  const shown = incident.contributors.slice(0, most);
  const rest = incident.contributors.slice(most).reduce((sum, each) => sum + each.delta, incident.otherDelta ?? 0);
  const widest = Math.max(...shown.map((each) => Math.abs(each.delta)), Math.abs(rest), 1);
  const bar = (delta) =>
    h("span", { class: "gap", "aria-hidden": "true" }, h("i", { class: delta < 0 ? "minus bad" : "plus good", style: { width: `${(Math.abs(delta) / widest) * 50}%` } }));
  return h(
    "table",
    { class: "contributors" },
    h("thead", { class: "hidden" }, h("tr", null, h("th", { scope: "col" }, "Deal"), h("th", { scope: "col" }, "Share"), h("th", { scope: "col" }, "Change"))),
    h(
      "tbody",
      null,
      shown.map((each) =>
        h("tr", { key: each.dealId }, h("th", { scope: "row" }, h("span", { class: "deal-name" }, each.name || each.dealId), h("small", null, movement(each))), h("td", null, bar(each.delta)), h("td", { class: "right" }, h(Money, { of: each.delta, bare: true, sign: true }))),
      ),
      h("tr", { key: "rest" }, h("th", { scope: "row" }, "All other deals"), h("td", null, bar(rest)), h("td", { class: "right" }, h(Money, { of: rest, bare: true, sign: true }))),
    ),
    h("tfoot", null, h("tr", { class: "total" }, h("th", { scope: "row", colSpan: 2 }, "Change since ", h(Moment, { of: incident.deltaSince })), h("td", { class: "right" }, h(Money, { of: incident.totalDelta, bare: true, sign: true, name: "totalDelta" })))),
  );
}

function Answers({ incident }) {
  const [busy, setBusy] = useState(null);
  const [problem, setProblem] = useState(null);
  const [comment, setComment] = useState("");
  const key = `${incident.sequence}/${incident.acknowledged}/${snoozed(incident)}`;
  useEffect(() => {
    setBusy(null);
    setProblem(null);
  }, [key, incident.incidentId]);
  const ask = async (what, body = {}) => {
    setBusy(what);
    setProblem(null);
    try {
      await post(`/api/incidents/${encodeURIComponent(incident.incidentId)}/${what}`, { ...body, comment });
      setComment("");
    } catch (failure) {
      setBusy(null);
      setProblem(failure.message);
    }
  };
  if (!incident.open || BUILT_IN.has(incident.ruleId)) {
    return null;
  }
  return h(
    "div",
    { class: "answers" },
    h("label", null, h("span", null, "Comment"), h("input", { type: "text", maxLength: 500, placeholder: "Why, in a few words (optional)", value: comment, onInput: (event) => setComment(event.target.value) })),
    h(
      "div",
      { class: "buttons" },
      h(
        "button",
        { type: "button", class: "primary", id: "acknowledge", disabled: busy !== null || incident.acknowledged, onClick: () => ask("acknowledge") },
        h(Icon, { name: "check" }),
        incident.acknowledged ? "Acknowledged" : busy === "acknowledge" ? "Acknowledging…" : "Acknowledge",
      ),
      snoozed(incident)
        ? h("button", { type: "button", disabled: busy !== null, onClick: () => ask("unsnooze") }, busy === "unsnooze" ? "Ending…" : "End the snooze")
        : h(
            "select",
            {
              "aria-label": "Snooze for",
              disabled: busy !== null,
              value: "",
              onChange: (event) => event.target.value && ask("snooze", { minutes: Number(event.target.value) }),
            },
            h("option", { value: "" }, busy === "snooze" ? "Snoozing…" : "Snooze for…"),
            LENGTHS.map(([minutes, name]) => h("option", { key: minutes, value: minutes }, name)),
          ),
    ),
    h("p", { class: "asked", role: "status" }, problem ? h("span", { class: "bad" }, problem) : busy ? "Asked. It takes effect when the alert job has judged it, which needs its clock to go on." : ""),
  );
}

function Fact({ name, children }) {
  return h("div", null, h("dt", null, name), h("dd", null, children));
}

function Detail({ incident, onSelect, onClose }) {
  const level = SEVERITY[incident.severity] || SEVERITY.INFO;
  const heading = useRef(null);
  useEffect(() => {
    if (matchMedia("(max-width: 900px)").matches) {
      heading.current.focus();
    }
  }, [incident.incidentId]);
  const scope = `${incident.scopeType}:${incident.scopeId}`;
  const isPlace = ["COMPANY", "UNIT", "REP"].includes(incident.scopeType);
  return h(
    "article",
    { class: "detail", "aria-labelledby": "detail-title" },
    h("button", { type: "button", class: "back quiet", onClick: onClose }, h(Icon, { name: "close" }), "Back to the list"),
    h("p", { class: "detail-note" }, h("span", { class: `badge ${level.tone}` }, level.word), h("span", { id: "standing" }, standing(incident)), incident.flapping ? " · goes back and forth" : ""),
    h("h2", { id: "detail-title", tabIndex: -1, ref: heading }, `${incident.ruleName || metric(incident.metric)}: ${where(incident)}`),
    h("p", { class: "summary" }, incident.summary),
    h(Answers, { incident }),
    h(
      "dl",
      { class: "facts" },
      h(Fact, { name: `${metric(incident.metric)}${JUDGED[incident.ruleType] || ""}` }, inUnit(incident.value, incident.unit, incident.metric)),
      incident.fireThreshold === undefined ? null : h(Fact, { name: "Fires past" }, inUnit(incident.fireThreshold, incident.unit, incident.metric)),
      incident.clearThreshold === undefined ? null : h(Fact, { name: "Over past" }, inUnit(incident.clearThreshold, incident.unit, incident.metric)),
      h(Fact, { name: "Period" }, incident.period),
      h(Fact, { name: "Open since" }, h(Moment, { of: incident.firedAt })),
      h(Fact, { name: "Last step" }, TRANSITIONS[incident.transition] || named(incident.transition.toLowerCase()), " ", h("small", null, h(Moment, { of: incident.evaluatedAt }))),
      incident.ownerName ? h(Fact, { name: "Answers for it" }, incident.ownerName) : null,
      isPlace ? h(Fact, { name: "Figures" }, h("button", { type: "button", class: "link", onClick: () => onSelect(scope) }, where(incident))) : null,
    ),
    incident.totalDelta === undefined ? null : [h("h3", null, "Deals behind it"), h(Contributors, { incident })],
    incident.riskFactors.length ? [h("h3", null, "Why the deal is at risk"), h(Factors, { factors: incident.riskFactors })] : null,
    h("h3", null, "Who was told"),
    incident.told?.length
      ? h(
          "ul",
          { class: "told" },
          incident.told.map((told) => h("li", { key: `${told.to}${told.channel}${told.at}` }, h("b", null, told.to), ` by ${told.channel.replace(/^slack:/, "Slack ").replace(/^slack$/, "Slack")} · ${told.status.toLowerCase()} `, h(Moment, { of: told.at }))),
        )
      : h("p", { class: "empty" }, incident.suppressedBy.length ? `Nobody: ${incident.suppressedBy.map((cause) => named(cause.toLowerCase())).join(", ")}.` : "Nobody yet."),
  );
}

function Item({ incident, chosen, onChoose }) {
  const level = SEVERITY[incident.severity] || SEVERITY.INFO;
  return h(
    "li",
    null,
    h(
      "button",
      { type: "button", class: `item ${chosen ? "chosen" : ""} ${incident.open ? "" : "over"}`, "aria-current": chosen ? "true" : undefined, "data-incident": incident.incidentId, onClick: () => onChoose(incident.incidentId) },
      h("i", { class: `mark ${incident.open ? level.tone : ""}`, title: level.word }),
      h("span", { class: "item-title" }, where(incident)),
      h("span", { class: "item-time" }, h(Moment, { of: incident.open ? incident.firedAt : incident.resolvedAt || incident.evaluatedAt })),
      h("span", { class: "item-rule" }, `${incident.ruleName || metric(incident.metric)} · ${level.word}${incident.open && (incident.acknowledged || snoozed(incident) || incident.state === "RECOVERING") ? ` · ${standing(incident).replace(/^Open, /, "")}` : ""}`),
    ),
  );
}

const PureItem = pure(Item);

function Inbox({ incidents, chosen, onChoose, onSelect }) {
  const all = Object.values(incidents);
  const open = all
    .filter((incident) => incident.open)
    .sort((a, b) => Number(a.acknowledged || snoozed(a)) - Number(b.acknowledged || snoozed(b)) || RANK[a.severity] - RANK[b.severity] || b.firedAt.localeCompare(a.firedAt) || a.incidentId.localeCompare(b.incidentId));
  const over = all.filter((incident) => !incident.open).sort((a, b) => b.evaluatedAt.localeCompare(a.evaluatedAt) || a.incidentId.localeCompare(b.incidentId));
  const incident = incidents[chosen] || (matchMedia("(min-width: 901px)").matches ? open[0] || over[0] : undefined);
  if (all.length === 0) {
    return h(Empty, null, "No alert has fired here. Rules decide when one does: ./monitor rules list shows them.");
  }
  const list = (title, items) => [
    h("h3", { key: title }, title, " ", h("small", null, items.length)),
    items.length
      ? h("ul", { key: `${title} list` }, items.map((each) => h(PureItem, { key: each.incidentId, incident: each, chosen: incident?.incidentId === each.incidentId, onChoose })))
      : h("p", { class: "empty", key: "none" }, "Nothing is open. That is how it should be."),
  ];
  return h(
    "div",
    { class: `inbox ${incident ? "reading" : ""}` },
    h("section", { class: "card list", "aria-label": `${plural(open.length, "open alert")}` }, list("Open", open), over.length ? list("Over", over) : null),
    incident ? h("section", { class: "card" }, h(Detail, { key: incident.incidentId, incident, onSelect, onClose: () => onChoose(null) })) : null,
  );
}

export const AlertInbox = pure(Inbox);
