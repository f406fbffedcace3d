import type { Attribution, Evidence } from "../../query/attribution.js";
import { type Line, levelText, limitOf, numberOf, type ShareStyle, shareLines } from "../lines.js";
import { tiedSentence } from "../sentence.js";
import { armText, headline, shortArm, type Told, targetText } from "../words.js";
import { type Html, html } from "./html.js";
import { unbracketed } from "./table.js";

/** What a tired reader sees first: the question, the answer in one sentence, and the three shares as one strip. */
export function hero(answer: Attribution): Html {
  const evidence = headline(answer);
  const sentence =
    evidence === undefined ? "There is no evidence to split: no rows were left." : tiedSentence(answer, evidence);
  return html`<header>
<p class="kicker">Disco attribution · ${answer.data.source}</p>
<h1>${title(answer)}</h1>
<p class="lead">${sentence}</p>
${evidence === undefined ? "" : shareStrip(answer, evidence)}
${warnings(answer)}
</header>`;
}

/** Where the warnings are, for those who read no further. */
function warnings({ warnings: { length } }: Attribution): Html | string {
  return length === 0
    ? ""
    : html`<p class="small"><a href="#warnings">${length === 1 ? "One warning" : `${length} warnings`}</a> to read before this is used.</p>`;
}

/** The page's title, as a question. */
export function title(answer: Attribution): string {
  const { outcome } = answer;
  const because = `because of ${armText(answer, true)}?`;
  return outcome.kind === "numeric"
    ? `How much of ${targetText(answer)} is ${because}`
    : `Who had ${targetText(answer)} ${because}`;
}

/** The shares as one strip, the numbers that add up, and whether it would happen again. */
export function shareStrip(answer: Told, evidence: Evidence, style: ShareStyle = {}): Html {
  return html`${strip(evidence)}${sum(answer, evidence, style)}${again(answer, evidence, style)}`;
}

/** Only when nothing is negative: lengths that lie side by side must add up. */
function strip({ shares }: Evidence): Html | string {
  const parts = (["anyway", "policy", "chance"] as const).map((key) => ({
    key,
    value: shares[key].value,
    most: most(shares[key]),
  }));
  const total = parts.reduce((sum, { value }) => sum + (value ?? Number.NaN), 0);
  if (!(total > 0) || parts.some(({ value }) => value === null || value < 0)) return "";
  const width = (value: number | null): string => ((100 * value!) / total).toFixed(2);
  return html`<div class="strip" aria-hidden="true">${parts.map(
    ({ key, value, most }) => html`<span class="${key}${most}" style="flex: ${width(value)} 1 0"></span>`,
  )}</div>`;
}

function most(share: Evidence["shares"]["chance"]): string {
  return limitOf(share) === "at most" ? " most" : "";
}

/** The three numbers that add up. Where none is known the sentence has said why, and three blanks would say no more. */
function sum(answer: Told, evidence: Evidence, style: ShareStyle): Html | string {
  if (Object.values(evidence.shares).every((share) => share.value === null)) return "";
  const level = levelText(Object.values(evidence.shares));
  const soft = (text: string): Html => html`<dd class="soft small">${text}</dd>`;
  const parts = shareLines(answer, evidence, 40, style).filter((line) => line.key !== "again");
  return html`<dl class="sum">${parts.map((line) => {
    const kind = line.key === "chance" ? `chance${most(evidence.shares.chance)}` : line.key;
    return html`<div><dt><span class="swatch ${kind}"></span>${words(answer, evidence, line, style)}</dt><dd class="number">${line.value}</dd>
${line.interval === "" ? "" : soft(`${level}: ${line.interval}`)}
${line.bounds === "" ? "" : soft(`whatever the noise: ${unbracketed(line.bounds)}`)}</div>`;
  })}</dl>`;
}

function words(answer: Told, evidence: Evidence, line: Line, { labels = {} }: ShareStyle): string {
  if (labels[line.key] !== undefined) return line.label;
  if (answer.outcome.kind === "numeric") return line.label;
  if (line.key === "anyway") return `would have had it anyway, with ${shortArm(answer, !evidence.treated, 28)}`;
  return line.key === "policy" ? line.label : "chance: would not happen again";
}

function again(answer: Told, evidence: Evidence, style: ShareStyle): Html {
  const line = shareLines(answer, evidence, 40, style)[3];
  const interval = line.interval === "" ? "" : ` (${levelText([evidence.recurrence])}: ${line.interval})`;
  const share = line.value.replace("≥\u00a0", "at least ");
  const again =
    answer.outcome.kind === "binary"
      ? `it would happen again in ${share} of such cases`
      : `they would average ${share} next time`;
  const text =
    numberOf(evidence.recurrence) === null
      ? `Would it happen again under the same conditions? Not known: ${line.reason}.`
      : `Under the same conditions ${again}${interval}.`;
  return html`<p class="small soft">${text}</p>`;
}
