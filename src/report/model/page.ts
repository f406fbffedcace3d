import type { ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import { cleanDeep } from "../clean.js";
import { modelAnswerJson } from "../json.js";
import { levelText, reasonText, type ShareStyle } from "../lines.js";
import { shareStrip } from "../page/hero.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { valueScale, valueText } from "./asked.js";
import { basisFacts } from "./basis.js";
import { formulas } from "./formulas.js";
import { rangeWords } from "./numbers.js";
import { basisOf, MOST_IN_PAGE, stepsSection, tablesSection, warningsLink } from "./page-parts.js";
import { questionInWords } from "./paraphrase.js";
import { readQuery } from "./read-query.js";
import { stepTable } from "./steps.js";
import { answerTables, furtherTables, sharesTable } from "./tables.js";
import { sharesTold } from "./told.js";

/**
 * A model's answer as one self-contained HTML file: no network, no scripts, light and dark, phone and print. The whole answer is inside it
 * as JSON, in `#disco-answer`. Deterministic.
 */
export function modelAnswerPage(original: ModelAnswer): string {
  const answer = cleanDeep(original, 0);
  const question = readQuery(original.query);
  const steps = stepTable(answer, MOST_IN_PAGE, question);
  const facts = [...basisFacts(answer, steps?.seen ?? false), ...provenanceFacts(answer.provenance)];
  const main = html`${header(answer, question)}
${steps === undefined ? "" : stepsSection(steps, valueScale(answer, question))}
${more(answer)}
${basisOf(answer.warnings, answer.assumptions, facts)}
${formulas(answer)}`;
  return pageShell(titleOf(answer, question), main, modelAnswerJson(original));
}

/** The title: the question in words where there are any. */
export function titleOf({ query }: { readonly query: string }, question: Question | undefined): string {
  return (question && questionInWords(question)) ?? query;
}

/** "Disco answer · Subsidy and retention": what the page is, and of which model. */
export function kicker(what: string, { model }: ModelAnswer["provenance"]): Html {
  return html`<p class="kicker">${what}${typeof model === "string" && model !== "" ? ` · ${model}` : ""}</p>`;
}

/** Who computed it and how, under their names. */
export function provenanceFacts(provenance: ModelAnswer["provenance"]): readonly (readonly [string, string])[] {
  return Object.entries(provenance).map(([key, value]) => [key, String(value)]);
}

function header(answer: ModelAnswer, question: Question | undefined): Html {
  const told = sharesTold(answer, question);
  const tables = answerTables(answer, question);
  const title = titleOf(answer, question);
  const composite = answer.types !== undefined || answer.variance !== undefined || answer.shares !== undefined;
  return html`<header>
${kicker("Disco answer", answer.provenance)}
<h1>${title}</h1>
${title === answer.query ? "" : html`<p class="small soft"><code>${answer.query}</code></p>`}
${told === undefined ? "" : html`<p class="lead">${told.sentence}</p>${shareStrip(told.told, told.evidence, inWhole(told.style))}`}
${composite ? "" : value(answer, question)}
${warningsLink(answer.warnings)}
${tablesSection(tables, levelText([answer]))}
</header>`;
}

/** Three numbers side by side on a phone leave no room for four decimals; the table further down has them. */
function inWhole({ labels }: ShareStyle): ShareStyle {
  return labels === undefined ? {} : { labels };
}

function value(answer: ModelAnswer, question: Question | undefined): Html {
  const { interval } = answer;
  return html`<p class="value">${valueText(answer, question)}</p>
${answer.value === null ? html`<p>${reasonText(answer)}</p>` : ""}
${interval === undefined ? "" : html`<p class="soft">${levelText([answer])}: ${rangeWords(interval)}</p>`}`;
}

function more(answer: ModelAnswer): Html | string {
  const tables = [...sharesTable(answer), ...furtherTables(answer)];
  if (tables.length === 0) return "";
  return html`<section><details><summary>More digits, and other ways to cut the outcome</summary>${tablesSection(tables, "")}</details></section>`;
}
