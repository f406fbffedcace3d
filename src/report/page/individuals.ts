import type { Attribution, Evidence } from "../../query/attribution.js";
import { amounts, countText, percent, type Scale } from "../format.js";
import { armText, eventText, inOrder, shortArm, shorten, targetText } from "../words.js";
import { cloudFigure, type Person, people } from "./cloud-figure.js";
import { type Html, html, trusted } from "./html.js";
import { type OverlapWords, overlapFigure } from "./overlap-figure.js";
import type { Easel } from "./svg.js";
import { textTable } from "./table.js";

/** The two pictures of individuals: can the arms be compared, and whom does the treatment help? */
export function individualsSection(easel: Easel, answer: Attribution): Html {
  const dots = people(answer);
  return html`<section aria-labelledby="individuals"><h2 id="individuals">The individuals behind it</h2>
<p>What stands for the individual: ${answer.individual}.</p>
<div class="plates">
<figure><figcaption><b>Can the two arms be compared?</b> How likely each individual was to have ${armText(answer, true)}. Where only one side has bars, nobody is there to compare with. ${overlapText(answer)}</figcaption>
${overlapFigure(easel, answer.overlap, overlapWords(answer))}${overlapTable(answer)}</figure>
${dots.length === 0 ? "" : html`<figure><figcaption><b>Whom does it help?</b> ${cloudText(answer, dots)}</figcaption>${cloudLegend(answer)}${cloudFigure(easel, answer)}${cloudTable(answer, dots)}</figure>`}
</div>${inOrder(answer).map((evidence) => posterior(answer, evidence))}</section>`;
}

function overlapText({ overlap }: Attribution): string {
  const { outside, threshold } = overlap;
  const range = `${percent.bare(threshold)} to ${percent.text(1 - threshold)}`;
  return outside === 0 ? `All lie within ${range} (dashed).` : `${countText(outside)} lie outside ${range} (dashed).`;
}

function overlapTable(answer: Attribution): Html {
  const { edges, treated, control } = answer.overlap;
  const rows = treated.map((share, i) => [
    `${percent.bare(edges[i])} to ${percent.text(edges[i + 1])}`,
    percent.text(share),
    percent.text(control[i]),
  ]);
  const heads = ["Chance of treatment", shortArm(answer, true, 40), shortArm(answer, false, 40)];
  return html`<details><summary>The same as a table</summary>${textTable(heads, rows)}</details>`;
}

function cloudText(answer: Attribution, dots: readonly Person[]): string {
  const above = dots.filter((dot) => dot.p1 > dot.p0).length / dots.length;
  const { of } = answer.cloud;
  const better = answer.outcome.kind === "binary" ? `${targetText(answer)} likelier` : `${targetText(answer)} higher`;
  const sample = of > dots.length ? `A sample of ${countText(dots.length)} of ${countText(of)} individuals.` : "";
  return `Each dot is an individual. Above the dashed line: helped, ${armText(answer, true)} makes ${better} (${percent.text(above)} of them). Below: harmed. On it: no difference. ${sample}`;
}

const MARKS = [
  { treated: true, success: true, sign: '<circle cx="7" cy="7" r="5" fill="var(--treated)"/>' },
  {
    treated: true,
    success: false,
    sign: '<circle cx="7" cy="7" r="4.5" fill="none" stroke="var(--treated)" stroke-width="1.6"/>',
  },
  { treated: false, success: true, sign: '<rect x="2" y="2" width="10" height="10" fill="var(--control)"/>' },
  {
    treated: false,
    success: false,
    sign: '<rect x="3" y="3" width="8" height="8" fill="none" stroke="var(--control)" stroke-width="1.6"/>',
  },
] as const;

function cloudLegend(answer: Attribution): Html {
  return html`<ul class="legend dots">${MARKS.map(
    ({ treated, success, sign }) =>
      html`<li><svg viewBox="0 0 14 14" aria-hidden="true" focusable="false" style="width: 14px">${trusted(sign)}</svg><span>${shortArm(answer, treated, 26)}, ${successText(answer, success)}</span></li>`,
  )}</ul>`;
}

function successText({ outcome }: Attribution, success: boolean): string {
  if (outcome.kind === "binary") return success ? "success" : "failure";
  return success ? "above the arm’s average" : "not above it";
}

/** The cloud for those who read: one line per arm and outcome. The individuals themselves are in the JSON below. */
function cloudTable(answer: Attribution, dots: readonly Person[]): Html {
  const scale =
    answer.outcome.kind === "binary"
      ? percent
      : amounts(dots.reduce((most, dot) => Math.max(most, Math.abs(dot.p1)), 0));
  const rows = MARKS.map(({ treated, success }) => {
    const group = dots.filter((dot) => dot.treated === treated && dot.success === success);
    const name = `${shortArm(answer, treated, 26)}, ${successText(answer, success)}`;
    const above = group.filter((dot) => dot.p1 > dot.p0).length / Math.max(1, group.length);
    return [
      name,
      countText(group.length),
      ...[group.map((dot) => dot.p0), group.map((dot) => dot.p1)].map((v) => median(v, scale)),
      percent.text(above),
    ];
  });
  const heads = [
    "Group",
    "Dots",
    `Median with ${shortArm(answer, false, 14)}`,
    `Median with ${shortArm(answer, true, 14)}`,
    "Helped",
  ];
  return html`<details><summary>The same as a table</summary>${textTable(heads, rows)}</details>`;
}

function median(values: readonly number[], scale: Scale): string {
  if (values.length === 0) return "–";
  return scale.text([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}

/** Who they were: before the evidence and after. The most likely first; a page is no place for a thousand kinds. */
function posterior(answer: Attribution, evidence: Evidence): Html | string {
  if (evidence.posterior === undefined || evidence.posterior.length === 0) return "";
  const shown = [...evidence.posterior].sort((a, b) => b.posterior - a.posterior).slice(0, 20);
  const rows = shown.map(({ individual, prior, posterior, p0, p1 }) => [
    Object.entries(individual)
      .map(([name, value]) => `${shorten(name, 48)} = ${shorten(String(value), 48)}`)
      .join(", "),
    [percent.text(prior), meter(prior, " was")],
    [percent.text(posterior), meter(posterior, "")],
    percent.text(p0),
    percent.text(p1),
  ]);
  const left = evidence.posterior.length - shown.length;
  const heads = [
    "Individual",
    "Before",
    "Now",
    `With ${shortArm(answer, false, 14)}`,
    `With ${shortArm(answer, true, 14)}`,
  ];
  return html`<h3>Who had ${eventText(answer, evidence)}?</h3>
<p class="small">What the evidence tells about who they were, and each one’s outlook for ${targetText(answer)} in both arms.</p>
${textTable(heads, rows)}${left > 0 ? html`<p class="small soft">${countText(left)} less likely kinds are in the JSON below.</p>` : ""}`;
}

function meter(share: number, kind: string): Html {
  return html`<span class="meter${kind}" style="width: ${(3 * Math.min(1, share)).toFixed(2)}em; margin-right: ${(3 - 3 * Math.min(1, share)).toFixed(2)}em"></span>`;
}

function overlapWords(answer: Attribution): OverlapWords {
  const { lowest, highest, threshold } = answer.overlap;
  const [treated, control] = [armText(answer, true), armText(answer, false)];
  return {
    title: `How likely ${treated} was, in both arms`,
    description:
      `Histogram of the propensities, from ${percent.text(lowest)} to ${percent.text(highest)}: ` +
      `${treated} above the line, ${control} below it.`,
    label: `chance of ${shortArm(answer, true, 14)}, given the individual, % →`,
    arms: [shortArm(answer, true, 28), shortArm(answer, false, 28)],
    limits: [threshold, 1 - threshold],
  };
}
