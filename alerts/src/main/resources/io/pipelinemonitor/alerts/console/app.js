// The page: what is looked at, and the frame around it.
import { h, render, Card, Icon, Tabs, Empty, useState, useEffect, useMemo } from "./dom.js";
import { follow, session, post } from "./live.js";
import { Moment, useCurrency } from "./format.js";
import { SEVERITY } from "./words.js";
import { Tree } from "./tree.js";
import { Overview } from "./overview.js";
import { DealTable, upTo } from "./deals.js";
import { AlertInbox } from "./alerts.js";
import { Messages } from "./messages.js";

const COMPANY = "COMPANY:company";
const CONNECTIONS = {
  connecting: ["Connecting", "Asking the service for the figures"],
  live: ["Live", "Changes show within a second"],
  stale: ["Not current", "The service is reading or cannot reach Kafka: figures may be out of date"],
  lost: ["Reconnecting", "The service does not answer; these are the last figures it told"],
};
const THEME = "pipeline-monitor-theme";

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  return {
    scope: given.get("scope") || COMPANY,
    period: given.get("period") || null,
    tab: given.get("tab") || "overview",
    incident: given.get("alert"),
  };
}

function toAddress({ scope, period, tab, incident }) {
  const address = new URLSearchParams();
  if (scope !== COMPANY) {
    address.set("scope", scope);
  }
  if (period) {
    address.set("period", period);
  }
  if (tab !== "overview") {
    address.set("tab", tab);
  }
  if (incident && tab === "alerts") {
    address.set("alert", incident);
  }
  return `#${address}`;
}

function Theme({ onChange }) {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const [theme, setTheme] = useState(localStorage.getItem(THEME) || system);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    onChange(theme);
  }, [theme]);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const follows = () => localStorage.getItem(THEME) || setTheme(query.matches ? "dark" : "light");
    query.addEventListener("change", follows);
    return () => query.removeEventListener("change", follows);
  }, []);
  const other = theme === "dark" ? "light" : "dark";
  return h(
    "button",
    {
      type: "button",
      class: "quiet",
      id: "theme",
      "aria-label": `Switch to ${other}`,
      title: `Switch to ${other}`,
      onClick: () => {
        localStorage.setItem(THEME, other);
        setTheme(other);
      },
    },
    h(Icon, { name: theme === "dark" ? "sun" : "moon" }),
  );
}

function Live({ connection, asOf }) {
  const [word, explanation] = CONNECTIONS[connection];
  return h(
    "p",
    { class: `health ${connection}`, title: explanation },
    h("span", { role: "status", id: "connection" }, h("i", { "aria-hidden": "true" }), word),
    asOf ? h("span", { class: "as-of" }, "as of ", h(Moment, { of: asOf })) : null,
  );
}

function Crumbs({ rows, selected, onSelect }) {
  const path = [];
  for (let at = rows[selected]?.parent; at; at = rows[at]?.parent) {
    path.unshift(at);
  }
  return path.length
    ? h("nav", { class: "crumbs", "aria-label": "Above" }, path.map((id) => h("button", { key: id, type: "button", class: "link", onClick: () => onSelect(id) }, rows[id]?.name)))
    : null;
}

function App({ about }) {
  const [place, setPlace] = useState(fromAddress);
  const [document_, setDocument] = useState(null);
  const [connection, setConnection] = useState("connecting");
  const [look, setLook] = useState("");
  const [treeShown, showTree] = useState(false);

  useEffect(() => {
    const moved = () => setPlace(fromAddress());
    window.addEventListener("hashchange", moved);
    return () => window.removeEventListener("hashchange", moved);
  }, []);
  useEffect(() => {
    setConnection("connecting");
    return follow(place, (next, state) => {
      if (next) {
        useCurrency(next.meta.currency, next.meta.digits);
        setDocument(next);
      }
      setConnection(state);
    });
  }, [place.scope, place.period]);

  const go = (change) => {
    const next = { ...place, ...change };
    if (toAddress(next) !== location.hash) {
      history.pushState(null, "", toAddress(next));
    }
    setPlace(next);
  };
  const select = (scope) => {
    showTree(false);
    go({ scope, tab: place.tab === "messages" ? "overview" : place.tab, incident: null });
  };

  const meta = document_?.meta;
  const tree = document_?.tree || {};
  const name = tree[place.scope]?.name || meta?.name || "";
  const open = useMemo(() => Object.values(document_?.incidents || {}).filter((incident) => incident.open && !incident.acknowledged && !incident.suppressedBy.includes("SNOOZE")), [document_?.incidents]);
  const worst = open.some((incident) => incident.severity === "CRITICAL") ? "CRITICAL" : open.some((incident) => incident.severity === "WARNING") ? "WARNING" : "INFO";
  useEffect(() => {
    document.title = name ? `${open.length ? `(${open.length}) ` : ""}${name} – Pipeline Monitor` : "Pipeline Monitor";
  }, [name, open.length]);
  const tabs = [
    { id: "overview", name: "Overview", controls: "panel" },
    { id: "deals", name: "Deals at risk", controls: "panel", count: document_ && Object.keys(document_.deals).length ? upTo(Object.keys(document_.deals).length) : 0 },
    { id: "alerts", name: "Alerts", controls: "panel", count: open.length, tone: SEVERITY[worst].tone },
    { id: "messages", name: "Messages", controls: "panel" },
  ];
  const tab = tabs.some((each) => each.id === place.tab) ? place.tab : "overview";

  return h(
    "div",
    { class: "shell" },
    h("a", { class: "skip", href: "#panel", onClick: (event) => (event.preventDefault(), document.getElementById("panel").focus()) }, "Skip to the figures"),
    h(
      "header",
      { class: "top" },
      h("p", { class: "brand" }, h("img", { src: "/icon.svg", alt: "", width: 22, height: 22 }), h("span", null, "Pipeline Monitor")),
      h("button", { type: "button", class: "tree-switch", "aria-expanded": String(treeShown), "aria-controls": "side", onClick: () => showTree(!treeShown) }, h("span", { class: "label" }, name || "Organisation"), h(Icon, { name: "chevron" })),
      h("span", { class: "space" }),
      h(Live, { connection, asOf: meta?.asOf }),
      meta?.periods.length
        ? h(
            "select",
            { "aria-label": "Fiscal period", id: "period", value: meta.period, onChange: (event) => go({ period: event.target.value }) },
            [...new Set([...meta.periods, meta.period])].map((period) => h("option", { key: period, value: period }, period)),
          )
        : null,
      h(Theme, { onChange: setLook }),
      about.signedIn
        ? h("button", { type: "button", class: "quiet", "aria-label": "Sign out", title: "Sign out", onClick: () => post("/logout", {}).then(() => location.assign("/login")) }, h(Icon, { name: "out" }))
        : null,
    ),
    h("aside", { class: `side ${treeShown ? "shown" : ""}`, id: "side" }, document_ ? h(Tree, { rows: tree, selected: place.scope, line: meta.lines.coverageToGo, onSelect: select }) : null),
    h(
      "main",
      null,
      document_ ? h(Crumbs, { rows: tree, selected: place.scope, onSelect: select }) : null,
      h("h1", null, name || (document_ ? place.scope : "Pipeline Monitor")),
      h(Tabs, { label: "What to look at", tabs, chosen: tab, onChoose: (id) => go({ tab: id }) }),
      h(
        "div",
        { id: "panel", role: "tabpanel", "aria-labelledby": `tab-${tab}`, tabIndex: -1 },
        !document_
          ? h(Empty, null, "Asking the service for the figures…")
          : tab === "overview"
            ? h(Overview, { document: document_, selected: place.scope, look, onSelect: select, onIncident: (incident) => go({ tab: "alerts", incident }), onTab: (id) => go({ tab: id }) })
            : tab === "deals"
              ? h(Card, { title: "Open deals with a risk score of 30 or more", note: `${meta.period}, riskiest first` }, h(DealTable, { deals: document_.deals, stages: meta.stages }))
              : tab === "alerts"
                ? h(AlertInbox, { incidents: document_.incidents, chosen: place.incident, onChoose: (incident) => go({ incident }), onSelect: (scope) => go({ scope, tab: "overview", incident: null }) })
                : h(Messages, { outbox: about.outbox }),
      ),
    ),
  );
}

const root = document.getElementById("app");
session().then(
  (about) => {
    root.textContent = "";
    render(h(App, { about }), root);
  },
  () => {
    root.textContent = "The service does not answer. Load the page again when it is up.";
  },
);
