import type { EffectAnswer, Sensitivity } from "../../query/effect.js";
import { amounts, rangeText, type Scale } from "../format.js";
import { boundsAxis } from "../identify/values.js";
import { levelText } from "../lines.js";
import { holdsText } from "../model/terms.js";
import { type Content, type Html, html } from "../page/html.js";
import type { Easel } from "../page/svg.js";
import { textTable } from "../page/table.js";
import { shorten } from "../words.js";
import { lovePlate, overlapPlate } from "./balance-figures.js";
import { balanceText } from "./checks.js";
import { contourPlate } from "./contour-figure.js";
import { discontinuityPlate } from "./discontinuity-figure.js";
import { entries, estimateRows, notApplied, ownWarnings } from "./estimates.js";
import { forestPlate } from "./forest-figure.js";
import { lambdaPlate } from "./lambda-figure.js";
import { methodLabel, methodName } from "./methods.js";
import { eventPlate, pathPlates } from "./panel-figures.js";
import { panelFacts } from "./panel-words.js";
import { breakable, shownRows } from "./plate.js";
import { effectScale, valueText } from "./scale.js";
import { weightPlates } from "./weights-figure.js";
import { otherEffects } from "./words.js";

/** Why this estimator is shown first, and what would change that. */
export function whySection({ recommended, recommendation }: EffectAnswer): Html | string {
  const { because, otherwise } = recommendation;
  if (because.length + otherwise.length === 0) return "";
  const list = (texts: readonly string[]): Html => html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
  return html`<section aria-labelledby="why"><h2 id="why">Why ${methodName(recommended)}</h2>
${because.length === 0 ? "" : list(because)}
${otherwise.length === 0 ? "" : html`<h3>What would change that</h3>${list(otherwise)}`}</section>`;
}

/** Every estimator side by side, those that do not apply with the reason, the other arms. */
export function estimatesSection(easel: Easel, answer: EffectAnswer): Html {
  const known = entries(answer.estimates).flatMap(([method, { value }]) => (value === null ? [] : [method]));
  const aside = otherEffects(answer, known, methodLabel);
  const bounded = estimateRows(answer).filter(({ number }) => number === null);
  const list = (title: string, texts: readonly string[]): Html | string =>
    texts.length === 0 ? "" : html`<h3>${title}</h3><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
  return html`<section aria-labelledby="estimates"><h2 id="estimates">Every estimator</h2>
<div class="plates">${forestPlate(easel, answer)}</div>
${list("Not quite the effect that was asked for", aside)}
${list(
  "Only bounded",
  bounded.map(({ label, bounds }) => `${label}: ${bounds}`),
)}
${list("Do not apply here", notApplied(answer))}
${list("What single estimators warn of", ownWarnings(answer))}
${othersTable(answer)}</section>`;
}

function othersTable(answer: EffectAnswer): Html | string {
  const { others = [], recommended, treatment } = answer;
  if (others.length === 0) return "";
  const rows = others.map(({ arm, estimates }): Content[] => {
    const [row] = estimateRows(answer, estimates);
    const name = holdsText(treatment.name, arm);
    if (row === undefined)
      return [
        html`${name}<br><span class="soft small">${estimates[recommended]?.reason ?? "no estimator applies"}</span>`,
        "–",
        "not known",
        "",
      ];
    return [name, row.label, row.value.replaceAll("\u00a0", " "), breakable(row.interval)];
  });
  const level = levelText(others.flatMap(({ estimates }) => Object.values(estimates))) || "Interval";
  return html`<h3>Other arms against ${holdsText(treatment.name, others[0].reference)}</h3>
<div class="tight">${textTable(["Arm", "By", "Estimate", level], shownRows(rows))}</div>`;
}

/** Can the arms be compared, and are they alike once weighted? */
export function comparableSection(easel: Easel, answer: EffectAnswer): Html | string {
  const { balance } = answer;
  const plates = [overlapPlate(easel, answer), lovePlate(easel, answer)].filter((one) => one !== "");
  if (plates.length === 0) return "";
  return html`<section aria-labelledby="comparable"><h2 id="comparable">Can the arms be compared?</h2>
${balance === undefined ? "" : html`<p>Balance: ${balanceText(answer, balance)}.</p>`}
<div class="plates">${plates}</div></section>`;
}

/** What a panel or a cutoff adds. */
export function designSection(easel: Easel, answer: EffectAnswer): Html | string {
  const { panel, discontinuity } = answer;
  const cut =
    discontinuity === undefined
      ? ""
      : html`<section aria-labelledby="cutoff"><h2 id="cutoff">The cutoff</h2><div class="plates">${discontinuityPlate(easel, answer)}</div></section>`;
  if (panel === undefined) return cut;
  const plates = [eventPlate(easel, answer), ...pathPlates(easel, answer), ...weightPlates(easel, answer)];
  return html`<section aria-labelledby="panel"><h2 id="panel">The panel</h2>
<dl class="facts">${panelFacts(answer, 5).map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>
<div class="plates">${plates}</div>
${groupsTable(answer)}</section>${cut}`;
}

function groupsTable({ panel }: EffectAnswer): Html | string {
  const groups = panel?.groups ?? [];
  if (groups.length === 0) return "";
  const { text, bare } = amounts(
    Math.max(0, ...groups.map(({ value }) => Math.abs(value)).filter(Number.isFinite)),
    true,
  );
  const rows = groups.map(({ start, time, value, se }) => [
    shorten(String(start), 24),
    shorten(String(time), 24),
    text(value),
    se === null ? "–" : bare(se),
  ]);
  return html`<details><summary>Each group at each time</summary><div class="tight">${textTable(["Start", "Time", "Effect", "Standard error"], shownRows(rows))}</div></details>`;
}

/** What each check found, what it can show and what not, with drawings where there are numbers for one. */
export function sensitivitySection(easel: Easel, answer: EffectAnswer): Html | string {
  const { sensitivity } = answer;
  if (sensitivity.length === 0) return "";
  const scale = effectScale(answer);
  const first = new Map(sensitivity.map((check) => [check.id, check] as const).reverse());
  const drawn = (id: Sensitivity["id"], make: (check: Sensitivity) => Html | string): Html | string => {
    const check = first.get(id);
    return check === undefined ? "" : make(check);
  };
  const plates = [
    drawn("partial-r2", (check) => contourPlate(easel, answer, check, scale)),
    drawn("marginal-sensitivity", (check) => lambdaPlate(easel, answer, check, scale)),
  ].filter((one) => one !== "");
  return html`<section aria-labelledby="sensitivity"><h2 id="sensitivity">How much would it take to be wrong?</h2>
<dl class="facts">${sensitivity.map(
    ({ id, name, finding, can, cannot, method, values, rows }) =>
      html`<dt>${name}</dt><dd>${finding}<br><span class="soft small">About ${methodLabel(method)}. ${can} ${cannot}</span>${valuesList(values, DRAWN.includes(id) ? [] : rows)}</dd>`,
  )}</dl>
${plates.length === 0 ? "" : html`<div class="plates">${plates}</div>`}
${strips(sensitivity, scale)}</section>`;
}

/** Checks whose rows have a drawing, with a table below it. */
const DRAWN: readonly Sensitivity["id"][] = ["partial-r2", "marginal-sensitivity"];

function valuesList(values: Sensitivity["values"], rows: Sensitivity["rows"] = []): Html | string {
  const texts = Object.entries(values).map(([name, value]) => `${name}: ${valueText(value)}`);
  if (texts.length + rows.length === 0) return "";
  const keys = Object.keys(rows[0] ?? {});
  const table =
    rows.length === 0
      ? ""
      : html`<div class="tight">${textTable(keys, shownRows(rows.map((row) => keys.map((key) => valueText(row[key] ?? Number.NaN)))))}</div>`;
  return html`<details><summary>Its numbers</summary><p class="small">${texts.join("; ")}</p>${table}</details>`;
}

/** Bounds as strips on one axis. Hatched, as everywhere: more rows would not make them shorter. */
function strips(sensitivity: readonly Sensitivity[], scale: Scale): Html | string {
  const rows = sensitivity.flatMap(({ name, bounds }) =>
    bounds === undefined || !bounds.every(Number.isFinite) ? [] : [{ assumption: name, bounds }],
  );
  if (rows.length === 0) return "";
  const [low, high] = boundsAxis(rows, undefined);
  const part = (value: number): number => (100 * (value - low)) / (high - low);
  const strip = ({ assumption, bounds }: (typeof rows)[number]): Html =>
    html`<li><b>${rangeText(bounds, scale)}</b> <span>${assumption}</span>
<div class="track" aria-hidden="true"><span class="chance most" style="left: ${part(bounds[0]).toFixed(2)}%; right: ${(100 - part(bounds[1])).toFixed(2)}%"></span></div></li>`;
  return html`<h3>What the data leave open</h3>
<p>Without the usual assumptions the effect lies somewhere in the hatched part. This is no sampling error: more rows would not make it shorter.</p>
<ul class="strips">${rows.map(strip)}</ul>
<p class="axis small soft" aria-hidden="true"><span>${scale.bare(low)}</span><span>${scale.bare(high)}</span></p>`;
}
