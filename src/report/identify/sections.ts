import type { Identification, LevelReading } from "../../query/identification.js";
import type { Question } from "../../query/question.js";
import { type Html, html } from "../page/html.js";
import { numbersTable, textTable } from "../page/table.js";
import { helpTexts } from "./help.js";
import { stepText } from "./steps-text.js";
import { type BoundsRow, boundsAt, boundsAxis, boundsRows, intervalName, scaleOf, valueRows } from "./values.js";
import { witnessNumbers, witnessTitle } from "./witness.js";
import { waysFacts } from "./words.js";

/** Rows and sets shown in a page; the JSON inside has all. */
const MOST_VALUES = 24;
const MOST_SETS = 8;
/** Longer derivations are folded. */
const MOST_STEPS = 10;

/** Bounds as strips on one axis, the sharper ones with what they assume. Hatched, as everywhere: no data would tell. */
export function boundsSection(answer: Identification, question: Question | undefined): Html | string {
  const rows = boundsRows(answer);
  if (rows.length === 0) return "";
  const scale = scaleOf(answer, question);
  const [low, high] = boundsAxis(rows, question);
  const share = (value: number): string => (100 * Math.min(1, Math.max(0, (value - low) / (high - low)))).toFixed(2);
  const strip = ({ assumption, bounds: [from, to] }: BoundsRow): Html =>
    html`<li><b>${from === to ? scale.text(from) : `${scale.bare(from)} to ${scale.bare(to)}`}</b> <span>${assumption}</span>
<div class="track" aria-hidden="true"><span class="chance most" style="left: ${share(from)}%; right: ${(100 - Number(share(to))).toFixed(2)}%"></span></div></li>`;
  const ends = [low, high].map((end) => scale.bare(end).replace(/\.0+$/, ""));
  return html`<section aria-labelledby="bounds"><h2 id="bounds">What the data leave open${boundsAt(answer)}</h2>
<p>The answer lies somewhere in the hatched part. This is no sampling error: more rows would not make it shorter, more assumptions would.</p>
<ul class="strips">${rows.map(strip)}</ul>
<p class="axis small soft" aria-hidden="true"><span>${ends[0]}</span><span>${ends[1]}</span></p></section>`;
}

/** What would take the obstacle away. */
export function helpSection(answer: Identification, treatment: readonly string[]): Html | string {
  const texts = answer.identified ? [] : helpTexts(answer, treatment);
  if (texts.length === 0) return "";
  return html`<section aria-labelledby="help"><h2 id="help">What would help</h2><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul></section>`;
}

/** The numbers at each value of what the question left open. */
export function valuesSection(answer: Identification, question: Question | undefined): Html | string {
  const rows = valueRows(answer, scaleOf(answer, question), MOST_VALUES);
  if (rows.length === 0) return "";
  const left = (answer.values?.length ?? 0) - rows.length;
  const name = intervalName(answer);
  const heads = { interval: name.charAt(0).toUpperCase() + name.slice(1), bounds: "Bounds", stratified: "" };
  const caption = answer.identified ? "The formula, with these data" : "What is known, with these data";
  return html`<section aria-labelledby="values"><h2 id="values">At each value</h2>
<div class="tight">${numbersTable(caption, rows, heads)}</div>
${left > 0 ? html`<p class="small soft">and ${left} more, in the JSON below.</p>` : ""}</section>`;
}

/** Two models side by side that no data tell apart, and the number each gives. */
export function witnessSection({ witness }: Identification, question: Question | undefined): Html | string {
  if (witness === undefined) return "";
  const numbers = witnessNumbers(witness, question);
  const model = (i: 0 | 1): Html =>
    html`<div><h3>Model ${i + 1}</h3><ul class="plain">${witness.stories[i].map((line) => html`<li><code>${line}</code></li>`)}</ul>
<p class="small soft"><code>${witness.question}</code></p><p class="number">${numbers[i]}</p></div>`;
  return html`<section aria-labelledby="models"><h2 id="models">Two models that no data tell apart</h2>
<p>${witnessTitle(witness)}. Whatever you observe, both remain possible, so no formula can be right for both.</p>
<div class="plates models">${model(0)}${model(1)}</div>
<p class="small soft">Both are in the JSON below as model files.</p></section>`;
}

/** Sets that would do, and which is best. */
export function waysSection(answer: Identification): Html | string {
  const facts = waysFacts(answer, MOST_SETS);
  if (facts.length === 0) return "";
  const head = answer.identified ? "Ways to it" : "What the graph offers";
  return html`<section aria-labelledby="ways"><h2 id="ways">${head}</h2>
<dl class="facts">${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl></section>`;
}

/** How the formula comes about, or how it was found that there is none. */
export function derivationSection({ derivation }: Identification): Html | string {
  if (derivation.length === 0) return "";
  const list = html`<ol>${derivation.map(
    (step) =>
      html`<li>${stepText(step)}${step.formula === undefined ? "" : html`<br><code class="soft">${step.formula}</code>`}</li>`,
  )}</ol>`;
  const body =
    derivation.length > MOST_STEPS
      ? html`<details><summary>${derivation.length} steps</summary>${list}</details>`
      : list;
  return html`<section aria-labelledby="derivation"><h2 id="derivation">Step by step</h2>${body}</section>`;
}

const LEVELS = [
  ["individual", "One individual"],
  ["stratum", "Those alike in the covariates"],
  ["population", "Everybody"],
] as const;

/** The question with the individual in the graph, level by level. */
export function readingSection({ reading }: Identification): Html | string {
  if (reading === undefined) return "";
  const row = ({ identified, text, formula }: LevelReading, name: string) => [
    name,
    html`<b>${identified ? "yes" : "no"}</b>`,
    html`${text}${formula === undefined ? "" : html`<br><code class="soft">${formula}</code>`}`,
  ];
  const rows = LEVELS.map(([key, name]) => row(reading[key], name));
  return html`<section aria-labelledby="reading"><h2 id="reading">With the individual in the graph</h2>
<p><b>${reading.unit}</b> stands for who the individual is. Whether the question can be answered depends on whom it is about:</p>
<div class="reading tight">${textTable(["For", "Identified", "Why"], rows)}</div>
<p>${reading.replicates}</p></section>`;
}
