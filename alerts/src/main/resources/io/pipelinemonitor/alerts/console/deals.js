// Deals that are at risk, and why.
import { h, Empty, pure } from "./dom.js";
import { Money, day, moment } from "./format.js";
import { FACTORS, CATEGORIES, named } from "./words.js";

function Factors({ factors }) {
  return h(
    "ul",
    { class: "factors" },
    factors.map((factor) =>
      h(
        "li",
        { key: factor.factor, title: [factor.detail, factor.since ? `since ${moment(factor.since)}` : ""].filter(Boolean).join(", ") },
        h("b", null, factor.points),
        FACTORS[factor.factor] || named(factor.factor.toLowerCase()),
      ),
    ),
  );
}

function Table({ deals, stages, most = 1000 }) {
  const list = Object.entries(deals)
    .sort(([a, one], [b, other]) => other.riskScore - one.riskScore || (other.convertedAmount || 0) - (one.convertedAmount || 0) || a.localeCompare(b))
    .slice(0, most);
  if (list.length === 0) {
    return h(Empty, null, "No open deal has a risk score of 30 or more here.");
  }
  return h(
    "table",
    { class: "deals" },
    h(
      "thead",
      null,
      h("tr", null, h("th", { scope: "col" }, "Risk"), h("th", { scope: "col" }, "Deal"), h("th", { scope: "col", class: "right" }, "Amount"), h("th", { scope: "col" }, "Stage"), h("th", { scope: "col" }, "Closes"), h("th", { scope: "col" }, "Factors")),
    ),
    h(
      "tbody",
      null,
      list.map(([id, deal]) =>
        h(
          "tr",
          { key: id },
          h("td", { class: "score" }, h("span", { class: `score ${deal.riskBand === "AT_RISK" ? "bad" : "warn"}`, title: deal.riskBand === "AT_RISK" ? "At risk" : "Watch" }, deal.riskScore)),
          h("th", { scope: "row", class: "deal" }, h("span", { class: "deal-name" }, deal.name || id), h("small", null, deal.ownerName || deal.ownerId || "nobody's")),
          h("td", { class: "right amount" }, h(Money, { of: deal.convertedAmount, bare: true })),
          h("td", { class: "stage" }, stages[deal.pipelineId]?.[deal.stageId]?.name || named(deal.stageId), deal.forecastCategory ? h("small", null, CATEGORIES[deal.forecastCategory] || "") : null),
          h("td", { class: `closes ${deal.overdue ? "bad" : ""}` }, deal.closeDate ? day(deal.closeDate) : "–", deal.overdue ? h("small", null, "overdue") : null),
          h("td", { class: "why" }, h(Factors, { factors: deal.riskFactors || [] })),
        ),
      ),
    ),
  );
}

const MOST = 60;

/** There may be more of them than the service tells. */
export function upTo(length) {
  return length >= MOST ? `${MOST}+` : String(length);
}

export const DealTable = pure(Table);
export { Factors };
