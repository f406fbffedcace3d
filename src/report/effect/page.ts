import type { EffectAnswer } from "../../query/effect.js";
import { cleanDeep } from "../clean.js";
import { rangeText } from "../format.js";
import { effectJson } from "../json.js";
import { levelText } from "../lines.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { openEasel } from "../page/svg.js";
import { basisFacts } from "./basis.js";
import { heterogeneitySections } from "./heterogeneity-section.js";
import { methodLabel } from "./methods.js";
import { effectScale, valueText } from "./scale.js";
import { comparableSection, designSection, estimatesSection, sensitivitySection, whySection } from "./sections.js";
import { tiedEffect } from "./sentence.js";
import { sourcesSection } from "./sources.js";
import { questionText } from "./words.js";

/** Covariates that are named one by one; the JSON inside has all. */
const MOST_NAMES = 40;

/**
 * An effect as one self-contained HTML file: no network, no scripts (its policy forbids both), light and dark, phone and print. The
 * recommended estimate, why this estimator, all of them side by side, overlap and balance, panels and cutoffs, sensitivity, what it rests on;
 * each drawing has its numbers below it. The whole answer is inside as JSON, in `#disco-answer`. Deterministic.
 * Cost: loads Observable Plot and linkedom at the first call.
 */
export async function effectPage(original: EffectAnswer): Promise<string> {
  const easel = await openEasel();
  const answer = cleanDeep(original, 0);
  const { warnings, assumptions, provenance, estimates, recommended } = answer;
  const diagnostics = Object.entries(estimates[recommended]?.diagnostics ?? {}).map(
    ([name, value]) => [`${name} (${methodLabel(recommended)})`, valueText(value)] as const,
  );
  const facts = [...basisFacts(answer, MOST_NAMES), ...diagnostics, ...provenanceFacts(provenance)];
  const main = html`${header(answer)}
${whySection(answer)}
${estimatesSection(easel, answer)}
${heterogeneitySections(easel, answer)}
${designSection(easel, answer)}
${comparableSection(easel, answer)}
${sensitivitySection(easel, answer)}
${basisOf(warnings, assumptions, facts)}
${sourcesSection(answer)}`;
  return pageShell(questionText(answer), main, effectJson(original));
}

/** What a tired reader sees first: the question, the answer in a sentence, the number. */
function header(answer: EffectAnswer): Html {
  const { data, question, warnings, estimates, recommended } = answer;
  const one = estimates[recommended];
  const scale = effectScale(answer);
  const interval = one?.interval;
  const number =
    one === undefined || one.value === null
      ? ""
      : html`<p class="value">${scale.text(one.value)}</p>${interval === undefined ? "" : html`<p class="soft">${levelText([one])}: ${rangeText(interval, scale)}</p>`}`;
  return html`<header>
<p class="kicker">Disco effect · ${data.source}</p>
<h1>${questionText(answer)}</h1>
<p class="small soft">${question}</p>
<p class="lead">${tiedEffect(answer)}</p>
${number}
${warningsLink(warnings)}
</header>`;
}
