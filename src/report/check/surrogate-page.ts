import type { SurrogateCheck, SurrogateOfModel } from "../../query/surrogate.js";
import { cleanDeep } from "../clean.js";
import { percent } from "../format.js";
import { surrogateJson } from "../json.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { type Content, type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { openEasel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { forestPlateOf, pathFigure } from "./surrogate-figures.js";
import { individualsPlate } from "./surrogate-individuals-figure.js";
import { modelParts } from "./surrogate-model-words.js";
import {
  basisFacts,
  betweenTexts,
  CAUSE_WORDS,
  effectRows,
  explainedRows,
  headline,
  intervalHead,
  markOf,
  principalRows,
  productRows,
  tied,
} from "./surrogate-words.js";

/**
 * A surrogate judged, as one self-contained HTML file: no network, no scripts, light and dark, phone and print. The paths with their signs first, then
 * what was found, what is left of the effect, Prentice's criteria, shares, conditions, strata, causes and individual effects; of a model its individuals. The
 * whole answer is inside as JSON, in `#disco-answer`. Deterministic. Cost: loads the plot library at the first call.
 */
export async function surrogatePage(original: SurrogateCheck | SurrogateOfModel): Promise<string> {
  const answer = cleanDeep(original, original.kind === "model" ? 1e-12 : 0);
  const easel = await openEasel();
  const kicker = answer.kind === "table" ? answer.data.source : answer.model || "a model";
  const [drawn, sections] =
    answer.kind === "table"
      ? [forestPlateOf(easel, answer), tableSections(answer)]
      : [individualsPlate(easel, answer), modelSections(answer)];
  const facts = [...(answer.kind === "table" ? basisFacts(answer) : []), ...provenanceFacts(answer.provenance)];
  const main = html`<header>
<p class="kicker">Disco check · ${kicker}</p>
<h1>${answer.question}</h1>
<p class="lead">${headline(answer)}</p>
${warningsLink(answer.warnings)}
</header>
<div class="plates"><figure><figcaption><b>${answer.kind === "table" ? "What the trial shows (dashed: goes with, which is no effect)" : "What the model does"}</b></figcaption>${pathFigure(answer)}</figure>${drawn}</div>
${findingsSection(answer)}
${sections}
<section aria-labelledby="causes"><h2 id="causes">The three causes of the paradox</h2>
<ul class="plain">${answer.causes.map(({ name, evidence, text }) => html`<li><b>${markOf(evidence)} ${CAUSE_WORDS[evidence]}</b>: ${name}<br><span class="soft">${tied(text)}</span></li>`)}</ul></section>
${answer.kind === "table" ? individualEffects(answer) : ""}
<section aria-labelledby="shows"><h2 id="shows">What this shows, and what not</h2>
<ul>${answer.advice.map((text) => html`<li>${text}</li>`)}</ul></section>
${basisOf(answer.warnings, answer.assumptions, facts)}
${sources()}`;
  return pageShell(answer.question, main, surrogateJson(original));
}

function findingsSection({ findings }: SurrogateCheck | SurrogateOfModel): Html | string {
  if (findings.length === 0) return "";
  return html`<section aria-labelledby="found"><h2 id="found">What was found</h2>
<ol>${findings.map(({ text }) => html`<li>${tied(text)}</li>`)}</ol></section>`;
}

/** A table without the columns that are empty. */
function table(heads: readonly string[], rows: readonly (readonly Content[])[]): Html {
  const used = heads.map((_, k) => rows.some((row) => row[k] !== ""));
  const kept = <T>(row: readonly T[]) => row.filter((_, k) => used[k]);
  const body = rows.map((row) =>
    kept(row.map((cell) => (typeof cell === "string" ? cell.replace(/\u00a0to\u00a0/g, " to ") : cell))),
  );
  return html`<div class="tight">${textTable(kept(heads), body)}</div>`;
}

function tableSections(check: SurrogateCheck): Html {
  const level = intervalHead(check);
  const explained = explainedRows(check);
  const strata = (assumption: "none" | "monotone") =>
    principalRows(check, assumption).map(({ who, share, bounds, interval }) => [
      who,
      share,
      unframed(bounds),
      interval,
    ]);
  return html`<section aria-labelledby="effects"><h2 id="effects">The effects</h2>
${table(
  ["Effect", "Estimate", level, "p"],
  effectRows(check).map(({ name, value, interval, p }) => [name, value, interval, p.replace("-", "\u2011")]),
)}</section>
<section aria-labelledby="prentice"><h2 id="prentice">Prentice’s criteria</h2>
<p>They are about associations: even where all four hold, the paradox is possible.</p>
<ul class="plain">${check.prentice.map(({ claim, verdict, text }) => html`<li><b>${markOf(verdict)} ${claim}</b>: ${verdict}<br><span class="soft">${tied(text)}</span></li>`)}</ul></section>
<section aria-labelledby="explained"><h2 id="explained">The share of the effect that is explained</h2>
${table(
  ["Measure", "Share", level, "Fieller’s"],
  explained.map(({ name, definition, value, interval, fieller }) => [
    html`${name}<br><span class="soft small">${definition}</span>`,
    value,
    interval,
    fieller,
  ]),
)}
<p class="small soft">A share may lie beyond 0 and 100 %. It is not clipped, and is no share of anything then.</p></section>
<section aria-labelledby="sign"><h2 id="sign">Does the sign follow from the surrogate?</h2>
<p>${check.consistent.text}</p>
<ul class="plain">${check.consistent.conditions.map(({ claim, verdict }) => html`<li><b>${markOf(verdict)} ${verdict}</b>: ${claim}</li>`)}</ul></section>
${
  check.principal === undefined
    ? ""
    : html`<section aria-labelledby="principal"><h2 id="principal">Where the surrogate does not change</h2>
<p>${check.principal.text} Nobody can point at these individuals, so their effects have bounds: what no amount of such data can narrow down.</p>
${table(["Who", "Share", "Bounds, points", level], strata("none"))}
<h3>If nobody’s surrogate is moved the other way</h3>
${table(["Who", "Share", "Bounds, points", level], strata("monotone"))}</section>`
}`;
}

function individualEffects(check: SurrogateCheck): Html {
  const { bounds, text } = check.covariance;
  const between = betweenTexts(check);
  return html`<section aria-labelledby="individual"><h2 id="individual">Individual effects</h2>
<p>${tied(text)}</p>
${between.length === 0 ? "" : html`<ul>${between.map((one) => html`<li>${one}</li>`)}</ul>`}
${productTable(bounds, intervalHead(check))}</section>`;
}

function productTable(bounds: SurrogateCheck["covariance"]["bounds"], level: string): Html | string {
  if (bounds.length === 0) return "";
  return html`<h3>Were only the surrogate measured</h3>
<p class="small soft">What the average effect through the surrogate could be, given the averages of both effects alone.</p>
${table(
  ["Assumed", "Bounds, points", level, "Paradox"],
  productRows(bounds).map(({ text, bounds: range, interval, paradox }) => [text, unframed(range), interval, paradox]),
)}`;
}

/** Brackets tell bounds from intervals in a terminal; here the head of the column does. */
function unframed(text: string): string {
  return text.replace(/^\[|\]$/g, "");
}

function modelSections(answer: SurrogateOfModel): Html {
  return html`<section aria-labelledby="sum"><h2 id="sum">How it adds up</h2>
${table(
  ["Part", "Value"],
  modelParts(answer).map(({ name, value }) => [name, value]),
)}
<p>${percent.text(answer.against)} of the individuals are moved against the sign of the product of the averages, ${percent.text(answer.along)} along it.</p>
${productTable(answer.bounds, "")}</section>`;
}

function sources(): Html {
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">
<li>Prentice (1989). Surrogate endpoints in clinical trials. Statistics in Medicine 8.</li>
<li>Freedman, Graubard &amp; Schatzkin (1992). Statistical validation of intermediate endpoints for chronic diseases. Statistics in Medicine 11.</li>
<li>Wang &amp; Taylor (2002). A measure of the proportion of treatment effect explained by a surrogate marker. Biometrics 58.</li>
<li>Frangakis &amp; Rubin (2002). Principal stratification in causal inference. Biometrics 58.</li>
<li>Chen, Geng &amp; Jia (2007). Criteria for surrogate end points. Journal of the Royal Statistical Society B 69.</li>
<li>VanderWeele (2013). Surrogate measures and consistent surrogates. Biometrics 69.</li></ul></section>`;
}
