import type { EffectAnswer } from "../../query/effect.js";
import { countText } from "../format.js";
import { type Html, html } from "../page/html.js";
import type { Easel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { type Drawn, effectsPlate, groupsPlate, tocPlate } from "./heterogeneity-figures.js";
import {
  calibrationText,
  distributionText,
  heterogeneityTitle,
  importanceText,
  individualScale,
  leafText,
  levelOf,
  slopeText,
  targetingText,
} from "./heterogeneity-words.js";
import { breakable, shownRows } from "./plate.js";

/** Individual effects, an arm after the other: the finding, drawings of groups, targeting and effects, who benefits in words, slopes. */
export function heterogeneitySections(easel: Easel, answer: EffectAnswer): Html | string {
  const all = answer.heterogeneity ?? [];
  if (all.length === 0) return "";
  return html`${all.map((one, k) => sectionOf(easel, { answer, one, scale: individualScale(answer, one), mark: k === 0 ? "" : `-${k + 1}` }))}`;
}

function sectionOf(easel: Easel, drawn: Drawn): Html {
  const { answer, one, scale, mark } = drawn;
  const id = `individuals${mark}`;
  const plates = [groupsPlate(easel, drawn), tocPlate(easel, drawn), effectsPlate(easel, drawn)].filter(
    (p) => p !== "",
  );
  const texts = [
    distributionText(one, scale, levelOf(one)),
    targetingText(one, scale),
    calibrationText(one),
    importanceText(one, 12),
  ];
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heterogeneityTitle(answer, one)}</h2>
<p>By ${one.words}. ${one.finding.text}</p>
<ul>${texts.filter((text) => text !== "").map((text) => html`<li>${text}</li>`)}</ul>
<div class="plates">${plates}</div>
${treeList(drawn)}
${slopes(drawn)}
${one.notes.length === 0 ? "" : html`<ul class="small soft">${one.notes.map(({ text }) => html`<li>${text}</li>`)}</ul>`}</section>`;
}

function treeList({ one, scale }: Drawn): Html | string {
  const { tree } = one;
  if (tree === undefined) return "";
  return html`<h3>In words</h3>
<p class="small soft">Groups found on ${countText(tree.grown)} rows, their effects with ${levelOf(one)} intervals from the other ${countText(tree.judged)}.</p>
<ul>${tree.leaves.map((leaf) => html`<li>${leafText(leaf, scale)}</li>`)}</ul>`;
}

function slopes({ answer, one }: Drawn): Html | string {
  const { projection } = one;
  if (projection === undefined || projection.slopes.length === 0) return "";
  const rows = projection.slopes.map((slope) => {
    const [name, text] = slopeText(slope, answer.outcome.kind === "binary");
    return [name, breakable(text)];
  });
  return html`<details><summary>How the effect goes with each covariate, the others held (best line)</summary><div class="tight">${textTable(["Covariate", `Change of the effect (${levelOf(one)} interval)`], shownRows(rows))}</div></details>`;
}
