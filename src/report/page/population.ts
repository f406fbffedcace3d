import type { Answer } from "../../query/answer.js";
import type { Attribution } from "../../query/attribution.js";
import { levelText, shareScale } from "../lines.js";
import { CAUSATION_NOTE, causationRows, effectRows, namedRow } from "../rows.js";
import { armText, eventText, inOrder, targetText } from "../words.js";
import { type Html, html } from "./html.js";
import { numbersTable } from "./table.js";

/** Numbers of the whole population: effects, probabilities of causation, and other ways to cut the outcome. */
export function populationSection(answer: Attribution): Html {
  const level = levelText(Object.values(answer.effect));
  const heads = { interval: level || "Interval", bounds: "Bounds", stratified: "By individual" };
  const against = `${armText(answer, true)} against ${armText(answer, false)}`;
  return html`<section aria-labelledby="population"><h2 id="population">The effect on everybody</h2>
${numbersTable(`Effect on ${targetText(answer)}: ${against}`, effectRows(answer), heads)}
${causation(answer)}${others(answer)}</section>`;
}

function causation(answer: Attribution): Html | string {
  const rows = causationRows(answer);
  if (rows.length === 0) return "";
  const heads = { interval: "Interval", bounds: "Any noise", stratified: "Any noise, by individual" };
  const yes = targetText(answer);
  const [treated, control] = [armText(answer, true), armText(answer, false)];
  return html`<h3>Probabilities of causation</h3>
${numbersTable("Estimates take the noises of the two worlds as independent; bounds do not", rows, heads)}
<ul class="small">
<li><b>PN</b>, needed: of those with ${treated} and ${yes}, how many would have failed with ${control}.</li>
<li><b>PS</b>, enough: of those with ${control} who failed, how many would have had ${yes} with ${treated}.</li>
<li><b>PNS</b>, both: ${yes} with ${treated}, and not with ${control}, of everybody.</li>
<li>${CAUSATION_NOTE}</li></ul>`;
}

function others(answer: Attribution): Html | string {
  const tables = [...fourWays(answer), ...responses(answer), ...variances(answer), ...reliability(answer)];
  return tables.length === 0 ? "" : html`<details><summary>Other ways to cut the outcome</summary>${tables}</details>`;
}

type Parts = readonly (readonly [name: string, part: Answer])[];

function cut(caption: string, parts: Parts, scale?: ReturnType<typeof shareScale>): Html {
  const rows = parts.map(([name, part]) => namedRow("", name, part, scale));
  const heads = { interval: levelText(parts.map(([, part]) => part)) || "Interval", bounds: "Bounds", stratified: "" };
  return html`<h3>${caption}</h3>${numbersTable("", rows, heads)}`;
}

function fourWays(answer: Attribution): Html[] {
  return inOrder(answer).flatMap((evidence) => {
    if (evidence.fourWay === undefined) return [];
    const { base, policy, individual, chance } = evidence.fourWay;
    const parts: Parts = [
      ["base rate: what anybody would have", base],
      ["policy: the arm", policy],
      ["individual: who it was", individual],
      ["chance", chance],
    ];
    return [cut(`Four shares of ${eventText(answer, evidence)}`, parts, shareScale(answer))];
  });
}

function responses(answer: Attribution): Html[] {
  if (answer.responses === undefined) return [];
  const { complier, always, never, defier } = answer.responses;
  const parts: Parts = [
    ["only with the treatment (complier)", complier],
    ["with and without (always)", always],
    ["neither way (never)", never],
    ["only without the treatment (defier)", defier],
  ];
  return [cut("Kinds of response in the population", parts)];
}

function variances(answer: Attribution): Html[] {
  if (answer.variance === undefined) return [];
  const { observed, randomised } = answer.variance;
  const parts = (shares: typeof observed): Parts => [
    ["goes with the arm", shares.treatment],
    ["goes with the individual", shares.individual],
    ["chance", shares.chance],
  ];
  const split: Parts = [
    ["of the individual: whatever the arm", randomised.main],
    ["of the individual: depends on the arm", randomised.interaction],
  ];
  return [
    cut("Variance of the outcome, as observed", parts(observed)),
    cut("Variance of the outcome, had the arm been drawn at random", [...parts(randomised), ...split]),
  ];
}

function reliability(answer: Attribution): Html[] {
  if (answer.reliability === undefined) return [];
  const { treated, control } = answer.reliability;
  const parts: Parts = [
    [armText(answer, true), treated],
    [armText(answer, false), control],
  ];
  return [cut("Reliability: share of the variance that belongs to the individual", parts)];
}
