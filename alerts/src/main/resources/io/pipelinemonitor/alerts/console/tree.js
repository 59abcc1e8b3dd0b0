// The organisation, with forecast against quota and coverage of each.
import { h, Icon, useRef, useState, useMemo, pure } from "./dom.js";
import { percent, ratio, exact, money } from "./format.js";
import { outlook, tone, SEVERITY } from "./words.js";

function visible(rows, closed) {
  const children = new Map();
  for (const [id, row] of Object.entries(rows)) {
    if (row.parent) {
      children.set(row.parent, [...(children.get(row.parent) || []), id]);
    }
  }
  const order = (a, b) =>
    Number(a.startsWith("REP:")) - Number(b.startsWith("REP:")) || rows[a].name.localeCompare(rows[b].name);
  const list = [];
  const add = (id, level) => {
    const below = (children.get(id) || []).sort(order);
    list.push({ id, level, below: below.length, open: below.length > 0 && !closed.has(id) });
    if (!closed.has(id)) {
      below.forEach((child) => add(child, level + 1));
    }
  };
  if (rows["COMPANY:company"]) {
    add("COMPANY:company", 1);
  }
  return list;
}

function Row({ id, row, level, below, open, selected, current, line, onSelect, onToggle, focus }) {
  const view = outlook(row);
  const made = row.quota ? (row.projected ?? row.booked) / row.quota : null;
  const label = [
    row.name,
    row.quota ? `forecast ${percent(made)} of quota, ${view.word}` : "no quota",
    row.coverageToGo === undefined ? "" : `coverage ${ratio(row.coverageToGo)}`,
    row.alerts ? `${row.alerts} open alerts` : "",
  ].filter(Boolean);
  return h(
    "div",
    {
      class: `row ${selected ? "selected" : ""}`,
      role: "treeitem",
      "aria-level": level,
      "aria-expanded": below ? String(open) : undefined,
      "aria-selected": String(selected),
      "aria-label": label.join(", "),
      tabIndex: current ? 0 : -1,
      "data-scope": id,
      style: { "--level": level - 1 },
      onClick: () => onSelect(id),
      onFocus: () => focus(id),
    },
    h(
      "span",
      {
        class: `twist ${open ? "open" : ""}`,
        onClick: (event) => {
          if (below) {
            event.stopPropagation();
            onToggle(id);
          }
        },
      },
      below ? h(Icon, { name: "chevron" }) : null,
    ),
    h(
      "span",
      { class: "name" },
      h("span", { class: "label", title: row.name }, row.name),
      row.alerts ? h("span", { class: `count ${SEVERITY[row.worst]?.tone || ""}`, title: `${row.alerts} open alerts` }, row.alerts) : null,
    ),
    h(
      "span",
      { class: `made ${view.tone}`, title: row.quota ? `Forecast ${exact(row.projected ?? row.booked)} of ${exact(row.quota)}. ${view.word}.` : "No quota" },
      made === null ? "–" : percent(made),
    ),
    h("span", { class: `cover ${tone(row.coverageToGo, line)}` }, row.attained ? "made" : ratio(row.coverageToGo)),
    h(
      "span",
      { class: "meter", "aria-hidden": "true" },
      row.quota
        ? [
            h("i", { class: `far ${view.tone}`, style: { width: `${Math.min(100, (made || 0) * 100)}%` } }),
            h("i", { class: "near", style: { width: `${Math.min(100, (row.booked / row.quota) * 100)}%` } }),
          ]
        : null,
    ),
  );
}

const PureRow = pure(Row);

export function Tree({ rows, selected, line, onSelect }) {
  const [closed, setClosed] = useState(() => new Set());
  const [focused, setFocused] = useState(null);
  const box = useRef(null);
  const list = useMemo(() => visible(rows, closed), [rows, closed]);
  const current = list.some((item) => item.id === focused) ? focused : selected;
  const toggle = (id) => {
    const next = new Set(closed);
    if (!next.delete(id)) {
      next.add(id);
    }
    setClosed(next);
  };
  const go = (id) => {
    setFocused(id);
    [...box.current.children].find((child) => child.dataset.scope === id)?.focus();
  };
  const keys = (event) => {
    const at = list.findIndex((item) => item.id === current);
    const item = list[at];
    if (!item) {
      return;
    }
    const parent = rows[item.id].parent;
    const act = {
      ArrowDown: () => list[at + 1] && go(list[at + 1].id),
      ArrowUp: () => list[at - 1] && go(list[at - 1].id),
      Home: () => go(list[0].id),
      End: () => go(list[list.length - 1].id),
      ArrowRight: () => (item.below && !item.open ? toggle(item.id) : item.open && go(list[at + 1].id)),
      ArrowLeft: () => (item.open ? toggle(item.id) : parent && go(parent)),
      Enter: () => onSelect(item.id),
      " ": () => onSelect(item.id),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  };
  return h(
    "div",
    { class: "tree-box" },
    h(
      "div",
      { class: "tree-head", "aria-hidden": "true" },
      h("span", null, "Organisation"),
      h("span", { title: "Forecast as a share of the quota" }, "Forecast"),
      h("span", { title: "Open pipeline against what is left to sell" }, "Cover"),
    ),
    h(
      "div",
      { class: "tree", role: "tree", "aria-label": "Organisation", ref: box, onKeyDown: keys },
      list.map((item) =>
        h(PureRow, {
          key: item.id,
          ...item,
          row: rows[item.id],
          selected: item.id === selected,
          current: item.id === current,
          line,
          onSelect,
          onToggle: toggle,
          focus: setFocused,
        }),
      ),
    ),
    h("p", { class: "legend" }, h("i", { class: "near" }), "booked ", h("i", { class: "far" }), "forecast, of the quota"),
  );
}
