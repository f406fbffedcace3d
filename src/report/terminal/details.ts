import type { Answer } from "../../query/answer.js";
import type { Attribution } from "../../query/attribution.js";
import { CALIBRATION_TITLE, calibrationTexts } from "../calibration-text.js";
import { countText, percent } from "../format.js";
import { shareScale } from "../lines.js";
import { namedRow } from "../rows.js";
import { eventText, headline, inOrder } from "../words.js";
import { titledBlock } from "./blocks.js";
import { numbersTable } from "./numbers.js";
import type { Paint } from "./paint.js";

type Parts = readonly (readonly [string, Answer])[];

function partsTable(title: string, parts: Parts, width: number, paint: Paint, unit = percent): string[] {
  const rows = parts.map(([meaning, part]) => namedRow("", meaning, part, unit));
  return numbersTable(title, rows, { interval: "interval", bounds: "bounds" }, width, paint);
}

/** Other ways to cut the outcome: there because they were asked for, so shown without being asked for again. */
export function askedLines(answer: Attribution, width: number, paint: Paint): string[] {
  const scale = shareScale(answer);
  const lines: string[] = [];
  for (const evidence of inOrder(answer)) {
    if (evidence.fourWay === undefined) continue;
    const { base, policy, individual, chance } = evidence.fourWay;
    const parts: Parts = [
      ["base rate", base],
      ["policy", policy],
      ["individual", individual],
      ["chance", chance],
    ];
    lines.push(...partsTable(`Four-way split of ${eventText(answer, evidence)}`, parts, width, paint, scale));
  }
  if (answer.variance !== undefined) {
    const { observed, randomised } = answer.variance;
    const trial: Parts = [
      ...varianceParts(randomised),
      ["of the individual: whatever the arm", randomised.main],
      ["of the individual: depends on the arm", randomised.interaction],
    ];
    lines.push(...partsTable("Variance of the outcome, as observed", varianceParts(observed), width, paint));
    lines.push(...partsTable("Variance of the outcome, arm drawn at random", trial, width, paint));
  }
  if (answer.reliability !== undefined) {
    const { treated, control } = answer.reliability;
    const parts: Parts = [
      ["treated arm", treated],
      ["control arm", control],
    ];
    lines.push(...partsTable("Reliability", parts, width, paint));
  }
  return lines;
}

/** What `more` adds: kinds of response, who the headline's individuals were, assumptions, provenance. */
export function detailLines(answer: Attribution, width: number, paint: Paint): string[] {
  const { responses } = answer;
  const types = responses === undefined ? [] : partsTable("Kinds of response", responseParts(responses), width, paint);
  return [...types, ...posteriorLines(answer, width, paint), ...closingLines(answer, width, paint)];
}

function responseParts(types: NonNullable<Attribution["responses"]>): Parts {
  return [
    ["complier: only with the treatment", types.complier],
    ["always: with and without", types.always],
    ["never: neither way", types.never],
    ["defier: only without the treatment", types.defier],
  ];
}

function varianceParts(shares: Record<"treatment" | "individual" | "chance", Answer>): Parts {
  return [
    ["goes with the arm", shares.treatment],
    ["goes with the individual", shares.individual],
    ["chance", shares.chance],
  ];
}

function posteriorLines(answer: Attribution, width: number, paint: Paint): string[] {
  const evidence = headline(answer);
  if (evidence?.posterior === undefined) return [];
  const lines = evidence.posterior.map(({ individual, prior, posterior, p0, p1 }) => {
    const who = Object.entries(individual).map(([name, value]) => `${name} = ${value}`);
    const odds = `before ${percent.text(prior)}, now ${percent.text(posterior)}`;
    const outlook = `(without ${percent.bare(p0)}, with ${percent.text(p1)})`;
    return `${who.join(", ")}: ${odds} ${outlook}`;
  });
  return titledBlock(`Who they were, given ${eventText(answer, evidence)}`, lines, width, paint);
}

function closingLines(answer: Attribution, width: number, paint: Paint): string[] {
  const assumptions = answer.assumptions.map(({ text }) => text);
  const { lowest, highest, outside, threshold } = answer.overlap;
  const overlap = [
    `propensities from ${percent.text(lowest)} to ${percent.text(highest)}; ` +
      `${countText(outside)} outside ${percent.bare(threshold)} to ${percent.text(1 - threshold)}`,
  ];
  const provenance = Object.entries(answer.provenance).map(([key, value]) => `${key}: ${value}`);
  return [
    ...titledBlock("Assumptions", assumptions, width, paint),
    ...titledBlock("Overlap of the arms", overlap, width, paint),
    ...titledBlock(CALIBRATION_TITLE, calibrationTexts(answer.calibration), width, paint),
    ...titledBlock("Provenance", provenance, width, paint),
  ];
}
