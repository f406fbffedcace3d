import type { FusionAnswer, FusionFactorStep, FusionStep } from "../../query/fusion.js";
import { countText, fixed, percent } from "../format.js";
import { fusionJson } from "../json.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { type Html, html, trusted } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { textTable } from "../page/table.js";
import { HEAT_STYLE, heatMap } from "./heat.js";
import {
  answerLines,
  askedFacts,
  chance,
  measuredFacts,
  nats,
  otherWish,
  printable,
  rankedTexts,
  stepName,
  tokenName,
} from "./words.js";

/** Shown in a page; the JSON inside has all. */
const MOST = { rows: 200, candidates: 20, title: 120 } as const;

/**
 * An answer made by fusion as one self-contained HTML file: no network, no scripts, light and dark, phone and print. The answer is coloured by how far
 * each token is from the reference; a table below has what each factor wanted. The whole record is inside as JSON, in `#disco-answer`. Deterministic.
 */
export function fusionPage(original: FusionAnswer): string {
  const answer = printable(original);
  const facts = [...askedFacts(answer), ...measuredFacts(answer), ...provenanceFacts(answer.provenance)];
  const main = html`<style>${trusted(HEAT_STYLE)}</style>
<header>
<p class="kicker">Disco fuse · ${answer.model}</p>
<h1>${answer.question}</h1>
<p class="small soft"><code>${answer.expression}</code></p>
${warningsLink(answer.warnings)}
</header>
${answer.steps.length > 0 ? answerSection(answer) : plainSection(original)}
${stepsSection(answer)}
${candidatesSection(answer)}
${basisOf(answer.warnings, answer.assumptions, facts)}
${sources(answer)}`;
  const title = answer.question.length > MOST.title ? `${answer.question.slice(0, MOST.title)}…` : answer.question;
  return pageShell(title, main, fusionJson(original));
}

function answerSection(answer: FusionAnswer): Html {
  const from = answer.reference ?? "the reference";
  const { divergence, tokens } = answer.totals;
  const whole =
    divergence === null ? "" : ` Over the ${countText(tokens)} tokens they add up to ${nats(divergence)} nats.`;
  return html`<section aria-labelledby="answer"><h2 id="answer">The answer</h2>
<p>The warmer a token, the further the fused law was from what ${from} alone would have said there (divergence, nats).${whole} Point at a token for its numbers, or tap it for its row.</p>
${heatMap(answer, MOST.rows)}
${cutAt(answer)}</section>`;
}

/** The steps hold what came before a stop cut it. */
function cutAt(answer: FusionAnswer): Html | string {
  const all = answer.steps.map(({ text }) => text).join("");
  const bare = (text: string) => text.replace(/[\s⏎]/g, "");
  if (bare(all) === bare(answer.text)) return "";
  return html`<p class="small soft">The answer itself ends before the stop: “${answer.text}”</p>`;
}

function plainSection({ text }: FusionAnswer): Html {
  const lines = answerLines(text).map((line, k) => [k === 0 ? "" : html`<br>`, line]);
  return html`<section aria-labelledby="answer"><h2 id="answer">The answer</h2>
<p class="heat">${text === "" ? html`<span class="soft">(empty)</span>` : lines}</p></section>`;
}

function stepsSection({ steps, reference }: FusionAnswer): Html | string {
  if (steps.length === 0) return "";
  const rows = steps.slice(0, MOST.rows);
  const left = steps.length - rows.length;
  const most = Math.max(1, ...rows.flatMap(({ factors }) => factors.map(({ logOdds }) => Math.abs(logOdds ?? 0))));
  const from = reference ?? "the reference";
  const body = rows.map(
    (step, k) =>
      html`<tr id="t${k + 1}"><th scope="row">${stepName(step)}</th><td>${percent.text(Math.exp(step.log))}</td><td>${nats(step.divergence)}</td><td class="own">${step.factors.map((factor) => factorLine(step, factor, most, factor.name === reference))}</td></tr>`,
  );
  return html`<section aria-labelledby="tokens"><h2 id="tokens">Token by token</h2>
<p>What each factor gave the token that was chosen, and what it wanted most where that was another. Bars: the log-odds that the token comes from the factor rather than from ${from}; to the right for the factor, the full half is ${fixed(most, 1)} nats.</p>
<div class="tight"><div class="scroll"><table class="steps"><thead><tr><th scope="col">Token</th><th scope="col">Chosen</th><th scope="col">Diver&shy;gence</th><th scope="col" style="text-align: left">Factors</th></tr></thead><tbody>${body}</tbody></table></div></div>
${left > 0 ? html`<p class="small soft">and ${countText(left)} more tokens, in the JSON below.</p>` : ""}</section>`;
}

function factorLine(step: FusionStep, factor: FusionFactorStep, most: number, isReference: boolean): Html {
  const wish = otherWish(step, factor);
  return html`<div><b>${factor.name}</b><span class="p">${chance(factor.p)}</span>${isReference ? "" : oddsBar(factor.logOdds, most)}${wish === undefined ? "" : html`<span class="soft small">wanted ${tokenName(wish)} ${percent.text(wish.p)}</span>`}</div>`;
}

function oddsBar(logOdds: number | null, most: number): Html | string {
  if (logOdds === null) return "";
  const size = (50 * Math.min(1, Math.abs(logOdds) / most)).toFixed(1);
  const label = `log-odds ${fixed(logOdds, 2)}`;
  return html`<span class="odds" role="img" aria-label="${label}" title="${label}"><i class="${logOdds >= 0 ? "for" : "against"}" style="width: ${size}%"></i></span>`;
}

function candidatesSection(answer: FusionAnswer): Html | string {
  if (answer.candidates === undefined) return "";
  const { shown, left } = rankedTexts(answer, MOST.candidates);
  const rows = shown.map(({ text, weight, chosen, times, ended }) => [
    html`${chosen ? html`<b>${text}</b>` : text}${ended ? "" : html` <span class="soft small">(cut)</span>`}`,
    percent.text(weight),
    countText(times),
    chosen ? "chosen" : "",
  ]);
  return html`<section aria-labelledby="candidates"><h2 id="candidates">The candidates</h2>
<p>Whole texts, weighed by the expression over the probability they were drawn with. The weights add up to 100 %; one text was chosen with its weight as its probability.</p>
<div class="tight">${textTable(["Text", "Weight", "Drawn", ""], rows)}</div>
${left > 0 ? html`<p class="small soft">and ${countText(left)} lighter ones, in the JSON below.</p>` : ""}</section>`;
}

function sources({ level }: FusionAnswer): Html {
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">
<li>Genest &amp; Zidek (1986). Combining probability distributions. Statistical Science 1. (Products of powers as a way to pool laws.)</li>
<li>Hinton (2002). Training products of experts by minimizing contrastive divergence. Neural Computation 14.</li>
${
  level === "sequence"
    ? html`<li>Rubin (1987). A noniterative sampling/importance resampling alternative. Journal of the American Statistical Association 82.</li>
<li>Kish (1965). Survey Sampling. Wiley. (Effective sample size.)</li>`
    : html`<li>Dekoninck, Fischer, Beurer-Kellner &amp; Vechev (2024). Controlled text generation via language model arithmetic. ICLR 2024. arXiv 2311.14479.</li>`
}
</ul></section>`;
}
