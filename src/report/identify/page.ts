import type { Identification } from "../../query/identification.js";
import { printQuestion } from "../../query/print.js";
import type { Question } from "../../query/question.js";
import { cleanDeep } from "../clean.js";
import { estimandMath } from "../estimand-mathml.js";
import { graphFigure } from "../graph/figure.js";
import { edgeChains } from "../graph/words.js";
import { identificationJson } from "../json.js";
import { rangeWords } from "../model/numbers.js";
import { provenanceFacts } from "../model/page.js";
import { basisOf, warningsLink } from "../model/page-parts.js";
import { questionInWords } from "../model/paraphrase.js";
import { readQuery } from "../model/read-query.js";
import { type Html, html } from "../page/html.js";
import { pageShell } from "../page/shell.js";
import { askedFormula, askedOf } from "./asked.js";
import { highlightsOf } from "./highlights.js";
import {
  boundsSection,
  derivationSection,
  helpSection,
  readingSection,
  valuesSection,
  waysSection,
  witnessSection,
} from "./sections.js";
import { sourcesOf } from "./sources.js";
import { intervalName, numberText, questionAt } from "./values.js";
import { arbitraryText, basisFacts, headline } from "./words.js";

/**
 * The answer of `identify` as one self-contained HTML file: no network, no scripts, light and dark, phone and print. The formula is MathML,
 * the graph is drawn with what matters in it marked, and the whole answer is inside as JSON, in `#disco-answer`. Deterministic.
 * Cost: loads dagre at the first call.
 */
export async function identificationPage(original: Identification): Promise<string> {
  const answer = cleanDeep(original, 0);
  const question = readQuery(original.query);
  const asked = askedOf(original);
  const { warnings, assumptions, provenance } = answer;
  const title = titleText(answer, question);
  const laws = basisFacts(answer).filter(([name]) => name !== "Free");
  // The drawing takes names as they came, so that the marks find their nodes.
  const drawing = await graphFigure(original.graph, {
    ...asked,
    highlight: highlightsOf(original),
    title: "The graph",
  });
  const main = html`${header(answer, question, title)}
${boundsSection(answer, question)}
${valuesSection(answer, question)}
${helpSection(answer, asked.treatment)}
<section aria-labelledby="drawing"><h2 id="drawing">The graph</h2>
<figure class="wide">${drawing}</figure>
<details><summary>The same as text</summary><ul class="plain">${edgeChains(answer.graph).map((chain) => html`<li><code>${chain}</code></li>`)}</ul></details></section>
${witnessSection(answer, question)}
${waysSection(answer)}
${derivationSection(answer)}
${readingSection(answer)}
${basisOf(warnings, assumptions, [...laws, ...provenanceFacts(provenance)])}
${sourcesOf(answer)}`;
  return pageShell(title, main, identificationJson(original));
}

/** The question in words where there are any; else what is asked about it. */
function titleText(answer: Identification, question: Question | undefined): string {
  return (question && questionInWords(question)) ?? `Can ${answer.query} be computed?`;
}

/** What a tired reader sees first: the question, whether it can be answered and by what, the number, and the formula or what is in the way. */
function header(answer: Identification, question: Question | undefined, title: string): Html {
  const { data, estimand, obstacle, reason, interval, warnings } = answer;
  const number = numberText(answer, question);
  const why = obstacle?.text ?? reason;
  return html`<header>
<p class="kicker">Disco identification${data === undefined ? "" : ` · ${data.source}`}</p>
<h1>${title}</h1>
${title.includes(answer.query) ? "" : html`<p class="small soft"><code>${answer.query}</code></p>`}
<p class="lead">${headline(answer)}</p>
${number === undefined ? "" : html`<p class="value">${number}</p>${numberOf(answer, question)}${interval === undefined ? "" : html`<p class="soft">${intervalName(answer)}: ${rangeWords(interval)}</p>`}`}
${estimand === undefined ? "" : formula(estimand, answer.query, question)}
${why === undefined ? "" : html`<p>${why}</p>`}
${warningsLink(warnings)}
</header>`;
}

/** What the number is, where it is that at some values of what the question leaves open. */
function numberOf(answer: Identification, question: Question | undefined): Html | string {
  if (question === undefined || answer.at === undefined) return "";
  return html`<p class="soft"><code>${printQuestion(questionAt(answer, question))}</code></p>`;
}

/** The formula as people write it, and for copying as text and as LaTeX. */
function formula(
  { tree, text, latex, arbitrary }: NonNullable<Identification["estimand"]>,
  query: string,
  question: Question | undefined,
): Html {
  return html`<div class="formula math" role="group" aria-label="The formula" tabindex="0">${estimandMath(tree, askedFormula(question) ?? query)}</div>
${arbitrary.length === 0 ? "" : html`<p class="small">${arbitraryText(arbitrary)}.</p>`}
<details><summary>As text, and as LaTeX</summary><p><code>${text}</code></p><p><code>${latex}</code></p></details>`;
}
