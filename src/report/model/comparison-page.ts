import type { ComparisonAnswer } from "../../query/model-answer.js";
import { cleanDeep } from "../clean.js";
import { comparisonJson } from "../json.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { type Easel, openEasel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { shorten } from "../words.js";
import { comparesShares, comparisonRows, comparisonScale, individualRows, semanticsOf } from "./comparison.js";
import { curvesOf } from "./dial.js";
import { dialFigure } from "./dial-figure.js";
import { formulas } from "./formulas.js";
import { kicker, provenanceFacts, titleOf } from "./page.js";
import { basisOf, MOST_IN_PAGE, warningsLink } from "./page-parts.js";
import { partLabel } from "./parts.js";
import { readQuery } from "./read-query.js";

/**
 * The comparison as one self-contained HTML file, like `modelAnswerPage`: the three semantics side by side, why they part, and the dial as a
 * drawing. Cost: loads Observable Plot and linkedom at the first call.
 */
export async function comparisonPage(original: ComparisonAnswer): Promise<string> {
  const easel = await openEasel();
  const comparison = cleanDeep(original, 0);
  const question = readQuery(original.query);
  const title = titleOf(comparison, question);
  const { disco, scm, provenance } = comparison;
  const assumptions = [...disco.assumptions, ...scm.assumptions].filter(
    ({ text }, i, all) => all.findIndex((other) => other.text === text) === i,
  );
  const main = html`<header>
${kicker("Disco comparison", provenance)}
<h1>${title}</h1>
${title === comparison.query ? "" : html`<p class="small soft"><code>${comparison.query}</code></p>`}
${sideBySide(comparison)}
<p>${comparison.why}</p>
${warningsLink(disco.warnings)}
</header>
${dialSection(easel, comparison)}
${individuals(comparison)}
${basisOf(disco.warnings, assumptions, [["Method", disco.method], ...provenanceFacts(provenance)])}
${formulas(disco)}`;
  return pageShell(title, main, comparisonJson(original));

  function sideBySide(one: ComparisonAnswer): Html {
    const all = semanticsOf(one);
    const rows = comparisonRows(one, comparisonScale(one, question));
    if (one.disco.value !== null) {
      const [values, intervals] = rows;
      return html`<dl class="sum">${all.map(
        ({ name, place }, i) =>
          html`<div><dt>${name}<br><span class="soft small">${place}</span></dt><dd class="number">${values.cells[i]}</dd>${intervals === undefined ? "" : html`<dd class="soft small">${intervals.label}: ${intervals.cells[i]}</dd>`}</div>`,
      )}</dl>`;
    }
    const heads = ["Part", ...all.map(({ name, place }) => `${name} (${place})`)];
    return html`<div class="tight">${textTable(
      heads,
      rows.map(({ label, cells }) => [label, ...cells.map((cell) => html`<b>${cell}</b>`)]),
    )}</div>`;
  }

  function dialSection(on: Easel, one: ComparisonAnswer): Html | string {
    const curves = curvesOf(one.dial);
    if (curves.length === 0) return "";
    const scale = comparisonScale(one, question);
    const limits = comparesShares(one, question) ? ([0, 1] as const) : undefined;
    const rows = one.dial.map(({ coupling, parts }) => [
      String(Number(coupling.toFixed(6))),
      ...curves.map(({ key }) => {
        const value = parts[key];
        return value === null || value === undefined ? "–" : scale.text(value);
      }),
    ]);
    const heads = ["Coupling", ...curves.map(({ key }) => partLabel(key))];
    return html`<section aria-labelledby="dial-head"><h2 id="dial-head">The dial</h2>
<p>How much of the factual noise does the imagined world keep? Nothing of it at 0, where what would have been is a fresh occasion of the same individual; all of it at 1, where what happened is repeated to the letter. Data on single occasions cannot tell which is right.</p>
<figure class="wide">${dialFigure(on, one, scale, limits)}</figure>
<details><summary>The same as a table</summary>${textTable(heads, rows)}</details></section>`;
  }

  function individuals(one: ComparisonAnswer): Html | string {
    const table = individualRows(one, comparisonScale(one, question), MOST_IN_PAGE);
    if (table === undefined) return "";
    const heads = ["Individual", "Posterior", ...semanticsOf(one).map(({ name }) => name)];
    return html`<section aria-labelledby="individuals"><h2 id="individuals">By individual</h2>
<p>Who it was does not depend on the semantics; what would have been does.</p>
<div class="tight">${textTable(
      heads,
      table.rows.map(({ label, cells }) => [shorten(label, 24), ...cells]),
    )}</div>
${table.left === 0 ? "" : html`<p class="small soft">and ${table.left} more, in the JSON below.</p>`}</section>`;
  }
}
