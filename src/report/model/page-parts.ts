import type { Remark } from "../../query/answer.js";
import type { Scale } from "../format.js";
import { type Content, type Html, html } from "../page/html.js";
import { textTable, unbracketed } from "../page/table.js";
import { shorten } from "../words.js";
import { numbersLike, probability } from "./numbers.js";
import { adds, leftText, type StepTable } from "./steps.js";
import type { NumbersTable } from "./tables.js";

/** Individuals shown in a page; the JSON inside has all. */
export const MOST_IN_PAGE = 20;

/** Where the warnings are, for those who read no further. */
export function warningsLink({ length }: readonly Remark[]): Html | string {
  if (length === 0) return "";
  const what = length === 1 ? "One warning" : `${length} warnings`;
  return html`<p class="small"><a href="#warnings">${what}</a> to read before this is used.</p>`;
}

/** What an answer rests on: warnings, assumptions, facts. */
export function basisOf(
  warnings: readonly Remark[],
  assumptions: readonly Remark[],
  facts: readonly (readonly [string, string])[],
): Html {
  const head = warnings.length === 1 ? "One warning" : `${warnings.length} warnings`;
  const list = (remarks: readonly Remark[]): Html[] => remarks.map(({ text }) => html`<li>${text}</li>`);
  return html`<section aria-labelledby="basis"><h2 id="basis">What this rests on</h2>
${warnings.length === 0 ? "" : html`<aside class="warnings" id="warnings" aria-label="Warnings"><p><b>${head}</b></p><ol>${list(warnings)}</ol></aside>`}
${assumptions.length === 0 ? "" : html`<h3>Assumptions</h3><ul>${list(assumptions)}</ul>`}
<h3>How it was computed</h3>
<dl class="facts">${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl></section>`;
}

/** The individuals, one row each: before, what was seen, now, the value, what it adds. */
export function stepsSection(table: StepTable, scale: Scale): Html {
  const { rows, seen, sum } = table;
  const valued = rows.some((row) => typeof row.value === "number");
  const like = rows.every(({ likelihood }) => likelihood <= 1 && (likelihood === 0 || likelihood >= 1e-4))
    ? probability
    : numbersLike([...rows.map((row) => row.likelihood), table.evidence], 0);
  const heads = [
    "Individual",
    seen ? "Prior" : "Weight",
    ...(seen ? ["Likelihood", "Posterior"] : []),
    ...(valued ? ["Value"] : []),
    ...(sum === undefined ? [] : ["Product"]),
  ];
  const body = rows.map((row): Content[] => [
    shorten(row.unit, 24),
    [probability.text(row.prior), meter(row.prior, " was")],
    ...(seen ? [like.text(row.likelihood), [probability.text(row.posterior), meter(row.posterior, "")]] : []),
    ...(valued ? [typeof row.value === "number" ? scale.text(row.value) : "–"] : []),
    ...(sum === undefined ? [] : [row.product === undefined ? "–" : scale.text(row.product)]),
  ]);
  // As wide as the others, so that the numbers stay below each other.
  const one: Content = ["1", meter(0, "")];
  const all: Content[] = [
    html`<b>all</b>`,
    one,
    ...(seen ? [like.text(table.evidence), one] : []),
    ...(valued ? [""] : []),
    ...(sum === undefined ? [] : [html`<b>${scale.text(sum)}</b>`]),
  ];
  const left = leftText(table);
  return html`<section aria-labelledby="steps"><h2 id="steps">${sum === undefined ? "The individuals" : "The three steps"}</h2>
<ol class="small">
${seen ? html`<li><b>Abduction:</b> who they are. What was seen turns the prior into the posterior: prior × likelihood, divided by their sum ${like.text(table.evidence)}.</li>` : ""}
${valued ? html`<li><b>Valuation:</b> what holds for each individual.</li>` : ""}
${sum === undefined ? "" : html`<li><b>Reduction:</b> the average, the sum of ${seen ? "posterior" : "weight"} × value.</li>`}</ol>
<div class="tight">${textTable(heads, adds(table) ? [...body, all] : body)}</div>
${left === "" ? "" : html`<p class="small soft">${left}; they are in the JSON below.</p>`}</section>`;
}

function meter(share: number, kind: string): Html {
  const size = 3 * Math.min(1, Math.max(0, share));
  return html`<span class="meter${kind}" style="width: ${size.toFixed(2)}em; margin-right: ${(3 - size).toFixed(2)}em"></span>`;
}

/** Bounds, response types, shares of the variance, as tables. */
export function tablesSection(tables: readonly NumbersTable[], level: string): Html | string {
  if (tables.length === 0) return "";
  return html`${tables.map(({ title, rows, note }) => {
    const keys = (["interval", "bounds", "stratified"] as const).filter((key) => rows.some((row) => row[key] !== ""));
    const heads = { interval: level || "Interval", bounds: "Any noise", stratified: "Any noise, by individual" };
    const body = rows.map((row) => [
      html`${row.name === "" ? "" : html`<b>${row.name}</b> `}${row.meaning}`,
      html`<b>${row.value}</b>`,
      // Two numbers and "to" may stand below each other on a phone.
      ...keys.map((key) => unbracketed(row[key]).replaceAll("\u00a0", " ")),
    ]);
    return html`<section><h2>${title}</h2><div class="tight">${textTable(["What", "Value", ...keys.map((key) => heads[key])], body)}</div>
${note === undefined ? "" : html`<p class="small">${note}</p>`}</section>`;
  })}`;
}
