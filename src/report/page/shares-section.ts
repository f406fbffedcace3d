import type { Attribution, Evidence } from "../../query/attribution.js";
import { levelText, shareLines } from "../lines.js";
import { eventText, inOrder, isLaw, rowsText } from "../words.js";
import { type Html, html, trusted } from "./html.js";
import { sharesDomain, sharesFigure } from "./shares-figure.js";
import type { Easel } from "./svg.js";
import { unbracketed } from "./table.js";

/** The four evidences: drawings with one legend, then the same numbers as a table. */
export function sharesSection(easel: Easel, answer: Attribution): Html {
  const evidences = inOrder(answer);
  if (evidences.length === 0) return html``;
  const domain = sharesDomain(answer);
  const unit = answer.outcome.kind === "binary" ? "in percent" : `in units of ${answer.outcome.name}`;
  return html`<section aria-labelledby="shares"><h2 id="shares">Every group that was seen</h2>
<p>The three shares of each group add up to ${answer.outcome.kind === "binary" ? "100\u00a0%" : "its average"}. The axis is ${unit}.</p>
${legend(answer)}
<div class="plates">${evidences.map(
    (evidence, i) =>
      html`<figure><figcaption><b>${eventText(answer, evidence)}</b> <span class="soft">· ${rowsText(answer, evidence)}</span></figcaption>${sharesFigure(easel, answer, evidence, `shares-${i + 1}`, domain)}</figure>`,
  )}</div>
<h3>The same numbers as a table</h3>
${sharesTable(answer, evidences)}</section>`;
}

// The keys of the legend are drawn by hand: they are signs, not data.
const SIGNS = {
  value: '<rect width="36" height="8" y="3" fill="var(--anyway)"/>',
  interval: '<path d="M2 7H34M2 2V12M34 2V12" stroke="var(--ink)" stroke-width="1.5" fill="none"/>',
  bounds:
    '<rect width="36" height="14" fill="var(--anyway)" fill-opacity=".16"/><path d="M-4 14 10 0M4 14 18 0M12 14 26 0M20 14 34 0M28 14 42 0" stroke="var(--anyway)" stroke-width="1.5" stroke-opacity=".75"/>',
} as const;

function legend(answer: Attribution): Html {
  const answers = answer.evidence.flatMap(({ shares }) => Object.values(shares));
  const level = levelText(answers);
  const entry = (sign: keyof typeof SIGNS, text: string): Html =>
    html`<li><svg viewBox="0 0 36 14" aria-hidden="true" focusable="false">${trusted(SIGNS[sign])}</svg><span>${text}</span></li>`;
  const interval = level === "" ? "" : entry("interval", `${level}: another sample could have given these`);
  const hasBounds = answers.some((share) => share.bounds !== undefined);
  return html`<ul class="legend">
${entry("value", "bar: the best single answer")}
${interval}
${hasBounds ? entry("bounds", "hatched: could be anywhere in here, however much data comes") : ""}
${isLaw(answer) ? html`<li><span>exact law: no sampling error, so no intervals</span></li>` : ""}
</ul>`;
}

function sharesTable(answer: Attribution, evidences: readonly Evidence[]): Html {
  const lines = evidences.map((evidence) => shareLines(answer, evidence));
  const level = levelText(evidences.flatMap(({ shares, recurrence }) => [...Object.values(shares), recurrence]));
  const bounds = lines.some((group) => group.some((line) => line.bounds !== ""));
  const span = 2 + Number(level !== "") + Number(bounds);
  const heads = html`<tr><th scope="col">Share</th><th scope="col">Estimate</th>${level === "" ? "" : html`<th scope="col">${level}</th>`}${bounds ? html`<th scope="col">Whatever the noise</th>` : ""}</tr>`;
  const groups = evidences.map(
    (evidence, i) =>
      html`<tbody><tr><th scope="rowgroup" colspan="${span}">${eventText(answer, evidence)} <span class="soft">· ${rowsText(answer, evidence)}</span></th></tr>${lines[
        i
      ].map(
        (line) =>
          html`<tr><th scope="row">${line.label}${line.reason === undefined ? "" : html`<br><span class="soft small">${line.reason}</span>`}</th><td class="main">${line.value}</td>${level === "" ? "" : html`<td>${line.interval}</td>`}${bounds ? html`<td>${unbracketed(line.bounds)}</td>` : ""}</tr>`,
      )}</tbody>`,
  );
  return html`<div class="scroll"><table><thead>${heads}</thead>${groups}</table></div>`;
}
