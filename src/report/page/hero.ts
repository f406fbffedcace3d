import type { Attribution, Evidence } from "../../query/attribution.js";
import { type Line, levelText, limitOf, shareLines } from "../lines.js";
import { tiedSentence } from "../sentence.js";
import { armText, headline, shortArm, shorten } from "../words.js";
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
${evidence === undefined ? "" : [strip(evidence), sum(answer, evidence)]}
</header>`;
}

/** The page's title, as a question. */
export function title(answer: Attribution): string {
  const { outcome } = answer;
  if (outcome.kind === "numeric") return `How much of ${outcome.name} is because of ${armText(answer, true)}?`;
  return `Who had ${outcome.name} = ${outcome.success} because of ${armText(answer, true)}?`;
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

function sum(answer: Attribution, evidence: Evidence): Html {
  const level = levelText(Object.values(evidence.shares));
  const lines = shareLines(answer, evidence);
  return html`<dl class="sum">${lines
    .filter((line) => line.key !== "again")
    .map((line) => {
      const kind = line.key === "chance" ? `chance${most(evidence.shares.chance)}` : line.key;
      return html`<div><dd class="number">${line.value}</dd><dt><span class="swatch ${kind}"></span>${words(answer, evidence, line)}</dt>${line.interval === "" ? "" : html`<dd class="soft small">${level}: ${line.interval}</dd>`}${line.bounds === "" ? "" : html`<dd class="soft small">whatever the noise: ${unbracketed(line.bounds)}</dd>`}</div>`;
    })}</dl>
<p class="small soft">${againText(lines[3])}</p>`;
}

function words(answer: Attribution, evidence: Evidence, line: Line): string {
  const other = shortArm(answer, !evidence.treated, 28);
  const outcome = answer.outcome.kind === "binary";
  if (line.key === "anyway") return outcome ? `would have had it anyway, with ${other}` : `anyway, with ${other}`;
  if (line.key === "policy") return line.label;
  return "chance: would not happen again";
}

function againText(again: Line): string {
  if (again.reason !== undefined)
    return `Would it happen again under the same conditions? Not known: ${shorten(again.reason, 300)}.`;
  const interval = again.interval === "" ? "" : ` (${again.interval})`;
  return `Under the same conditions it would happen again with probability ${again.value}${interval}.`;
}
