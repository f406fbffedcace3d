import type { Attribution } from "../../query/attribution.js";
import { countText } from "../format.js";
import { armText, couplingText } from "../words.js";
import { type Html, html } from "./html.js";

/** Warnings stand above the fold of the details: numbered, so that people can talk about them. */
function warningsBlock({ warnings }: Attribution): Html | string {
  if (warnings.length === 0) return "";
  const head = warnings.length === 1 ? "One warning" : `${warnings.length} warnings`;
  return html`<aside class="warnings" id="warnings" aria-label="Warnings"><p><b>${head}</b></p><ol>${warnings.map(({ text }) => html`<li>${text}</li>`)}</ol></aside>`;
}

/** What the answer rests on: assumptions, choices that other people could make otherwise, and the data. */
export function basisSection(answer: Attribution): Html {
  const { data, treatment, outcome } = answer;
  const missing = Object.entries(data.missing).filter(([, count]) => count > 0);
  const left = data.read - data.used;
  return html`<section aria-labelledby="basis"><h2 id="basis">What this rests on</h2>
${warningsBlock(answer)}
<h3>Assumptions</h3>
${answer.assumptions.length === 0 ? html`<p>None were stated.</p>` : html`<ul>${answer.assumptions.map(({ text }) => html`<li>${text}</li>`)}</ul>`}
<h3>Choices</h3>
<p>Shares are relative to these; other choices give other shares.</p>
<dl class="facts">
<dt>Question</dt><dd>${answer.question}</dd>
<dt>Treatment</dt><dd>${treatment.name}: ${treatment.treated} against ${treatment.control}</dd>
<dt>Outcome</dt><dd>${outcome.name}${outcome.kind === "binary" ? `: ${outcome.success} against ${outcome.failure}` : ""}</dd>
<dt>Individual</dt><dd>${answer.individual}</dd>
<dt>Reference</dt><dd>${armText(answer, false)} for those with ${armText(answer, true)}, and the other way round</dd>
<dt>Coupling</dt><dd>${couplingText(answer.coupling)}</dd>
</dl>
<h3>Data and run</h3>
<dl class="facts">
<dt>Source</dt><dd>${data.source}</dd>
<dt>Rows</dt><dd>${countText(data.read)} read, ${countText(data.used)} used, ${left === 0 ? "none" : countText(left)} left out</dd>
${missing.length === 0 ? "" : html`<dt>Missing</dt><dd>${missing.map(([name, count], i) => [i === 0 ? "" : "; ", `${name}: ${countText(count)}`])}</dd>`}
${data.notes.length === 0 ? "" : html`<dt>Notes</dt><dd>${data.notes.map((note, i) => [i === 0 ? "" : html`<br>`, note])}</dd>`}
${Object.entries(answer.provenance)
  .filter(([key]) => key !== "source")
  .map(
    ([key, value]) =>
      html`<dt>${key}</dt><dd>${key === "weights" && value === "law" ? "an exact law: no sampling error" : String(value)}</dd>`,
  )}
</dl></section>`;
}
