import type { BerksonCheck } from "../../query/berkson.js";
import { cleanDeep } from "../clean.js";
import { percent } from "../format.js";
import { berksonJson } from "../json.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { openEasel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { ratioFigure } from "./berkson-ratios.js";
import { chanceTiles } from "./berkson-tiles.js";
import {
  basisFacts,
  boundText,
  CORRECTIONS,
  GROUPS,
  headline,
  identityText,
  pairNames,
  rangeText,
  ratioValue,
  ratioWithRange,
  shareText,
  signText,
  sizeText,
} from "./berkson-words.js";

/**
 * A check of selection as one self-contained HTML file: no network, no scripts, light and dark, phone and print. The verdict, then the odds
 * ratios on one axis and the chances of being selected as tiles, the identity that ties them, and what the numbers rest on. The whole answer is
 * inside as JSON, in `#disco-answer`. Deterministic. Cost: loads the plot library at the first call.
 */
export async function berksonPage(original: BerksonCheck): Promise<string> {
  const check = cleanDeep(original, 0);
  const easel = await openEasel();
  const main = html`<header>
<p class="kicker">Disco check · ${check.data.source}</p>
<h1>${check.question}</h1>
<p class="lead">${headline(check)}</p>
${warningsLink(check.warnings)}
</header>
<section aria-label="Drawings"><div class="plates">${ratioFigure(easel, check)}${chanceTiles(easel, check)}</div></section>
${identitySection(check)}
${populationSection(check)}
${countsSection(check)}
<section aria-labelledby="shows"><h2 id="shows">What this shows, and what not</h2>
<ul>${check.advice.map((text) => html`<li>${text}</li>`)}</ul></section>
${basisOf(check.warnings, check.assumptions, [...basisFacts(check), ...provenanceFacts(check.provenance)])}
${sources(check)}`;
  return pageShell(check.question, main, berksonJson(original));
}

function identitySection(check: BerksonCheck): Html | string {
  const { chances } = check;
  if (chances === null) return "";
  const identity = identityText(check);
  return html`<section aria-labelledby="identity"><h2 id="identity">Why</h2>
<p>Selection multiplies an odds ratio by h11 h00 / (h10 h01), where h is the chance of being selected with neither (h00), one (h10, h01) or both (h11): here <b>${ratioWithRange(chances.ratio)}</b>. ${signText(check)}</p>
${identity === "" ? "" : html`<p class="formula">odds ratio of all × h11 h00 / (h10 h01) = odds ratio of the selected<br><b>${identity}</b></p>`}</section>`;
}

function populationSection({ bounds, corrections }: BerksonCheck): Html | string {
  if (bounds === null && corrections.length === 0) return "";
  const corrected = corrections.map(
    ({ text, oddsRatio, weights }) =>
      html`<li>Odds ratio <b>${ratioWithRange(oddsRatio)}</b>: ${text}.${weights === undefined ? "" : ` Probabilities from ${percent.text(weights.smallest)} to ${percent.text(weights.largest)}.`}</li>`,
  );
  const known =
    bounds === null
      ? ""
      : bounds.chances === undefined
        ? html`<li>Nothing is known of the chances of being selected: any odds ratio is possible there, from zero to infinity.</li>`
        : html`<li>With every chance between ${bounds.chances[0]} and ${bounds.chances[1]} it lies between <b>${boundText(bounds.oddsRatio)}</b>. More rows do not narrow this.</li>`;
  return html`<section aria-labelledby="population"><h2 id="population">In the population</h2><ul>${corrected}${known}</ul></section>`;
}

function countsSection(check: BerksonCheck): Html {
  const [a, b] = pairNames(check);
  const level = check.provenance["weights"] === "law" ? [] : [percent.text(1 - check.level)];
  const rows = [
    ...check.groups.map((group) => [
      html`<b>${GROUPS[group.who]}</b> <span class="soft small">${sizeText(check, group)}</span>`,
      shareText(group.withFirst),
      shareText(group.withoutFirst),
      ratioValue(group.oddsRatio),
      ...level.map(() => rangeText(group.oddsRatio.interval)),
    ]),
    ...check.corrections.map(({ from, oddsRatio }) => [
      html`<b>${CORRECTIONS[from]}</b>`,
      "–",
      "–",
      ratioValue(oddsRatio),
      ...level.map(() => rangeText(oddsRatio.interval)),
    ]),
  ];
  const heads = ["Rows", `${b} | ${a}`, `${b} | not ${a}`, "Odds ratio", ...level];
  return html`<section aria-labelledby="counts"><h2 id="counts">The numbers</h2>
<p>How many have ${b}, of those with ${a} and of those without.</p>
<div class="tight">${textTable(heads, rows)}</div></section>`;
}

/** Whose ideas these are. */
function sources({ chances, corrections, mode }: BerksonCheck): Html {
  const weighted = corrections.some(({ weights }) => weights !== undefined);
  const list = [
    html`<li>Berkson (1946). Limitations of the application of fourfold table analysis to hospital data. Biometrics Bulletin 2. <a href="https://doi.org/10.2307/3002000">doi:10.2307/3002000</a></li>`,
    html`<li>Pearl (2009). Causality. Cambridge University Press. (Common effects.)</li>`,
    chances?.from === "table"
      ? html`<li>Miettinen &amp; Nurminen (1985). Comparative analysis of two rates. Statistics in Medicine 4. (Intervals by score tests.)</li><li>Wilson (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22.</li>`
      : "",
    weighted
      ? html`<li>Horvitz &amp; Thompson (1952). A generalization of sampling without replacement from a finite universe. Journal of the American Statistical Association 47.</li>`
      : "",
    mode === "whole"
      ? ""
      : html`<li>Greenland (2003). Quantifying biases in causal models: classical confounding vs collider-stratification bias. Epidemiology 14.</li>`,
  ];
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">${list}</ul></section>`;
}
