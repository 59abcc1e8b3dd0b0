// The framework, and what every part of the page is made of. Text becomes text nodes: nothing is ever parsed as HTML.
const { h, render, Fragment, Component } = window.preact;
const { useState, useEffect, useRef, useMemo, useLayoutEffect } = window.preactHooks;

export { h, render, Fragment, useState, useEffect, useLayoutEffect, useRef, useMemo };

/** Draws again only if one of the properties is another one. */
export function pure(draw) {
  return class extends Component {
    shouldComponentUpdate(next) {
      const now = this.props;
      const names = new Set([...Object.keys(now), ...Object.keys(next)]);
      return [...names].some((name) => now[name] !== next[name]);
    }

    render() {
      return h(draw, this.props);
    }
  };
}

const PATHS = {
  check: "M3.5 8.5l3 3 6-7",
  alert: "M8 4.5v4.2M8 11.4v.1",
  chevron: "M6 4l4 4-4 4",
  sun: "M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6z",
  moon: "M13.2 9.8A5.8 5.8 0 016.2 2.8a5.8 5.8 0 107 7z",
  close: "M4 4l8 8M12 4l-8 8",
  external: "M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13 3L7.5 8.5",
  out: "M6.5 3h-3v10h3M7 8h6.5M11 5.5L13.5 8 11 10.5",
};

export function Icon({ name }) {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    h("path", { d: PATHS[name] }),
  );
}

/** A list of which one is chosen, by mouse, or with the arrow keys. */
export function Tabs({ label, tabs, chosen, onChoose, kind = "tabs" }) {
  const list = useRef(null);
  const move = (event) => {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (to === undefined) {
      return;
    }
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    onChoose(tabs[next].id);
    list.current.children[next].focus();
  };
  return h(
    "div",
    { class: kind, role: "tablist", "aria-label": label, ref: list, onKeyDown: move },
    tabs.map((tab) =>
      h(
        "button",
        {
          key: tab.id,
          type: "button",
          role: "tab",
          id: `tab-${tab.id}`,
          "aria-selected": tab.id === chosen,
          "aria-controls": tab.controls,
          tabIndex: tab.id === chosen ? 0 : -1,
          onClick: () => onChoose(tab.id),
        },
        tab.name,
        tab.count ? h("span", { class: `count ${tab.tone || ""}` }, tab.count) : null,
      ),
    ),
  );
}

export function Card({ title, note, action, children, class: more = "", id }) {
  const name = id || `card-${title.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  return h(
    "section",
    { class: `card ${more}`, "aria-labelledby": name },
    h(
      "header",
      null,
      h("h2", { id: name }, title),
      note ? h("span", { class: "note" }, note) : null,
      action || null,
    ),
    children,
  );
}

export function Empty({ children }) {
  return h("p", { class: "empty" }, children);
}
