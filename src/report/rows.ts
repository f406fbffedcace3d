import type { Answer } from "../query/answer.js";
import type { Attribution, CausationAnswer } from "../query/attribution.js";
import { amounts, percent, points, rangeText, type Scale } from "./format.js";
import { reasonText } from "./lines.js";
import { shortArm } from "./words.js";

/** A number of the whole population, with its name in the field and in plain words. */
export interface NumberRow {
  readonly name: string;
  readonly meaning: string;
  readonly value: string;
  readonly interval: string;
  readonly bounds: string;
  /** Bounds averaged over individuals (probabilities of causation only). */
  readonly stratified: string;
}

/** Average effects: for everybody, for those who got it, and the plain difference of the arms. */
export function effectRows(answer: Attribution, nameLength = 30): readonly NumberRow[] {
  const { ate, ett, naive } = answer.effect;
  const largest = Math.max(...[ate, ett, naive].map((effect) => Math.abs(effect.value ?? 0)));
  const scale = answer.outcome.kind === "binary" ? points : amounts(largest, true);
  return [
    numberRow("ATE", "for everybody", ate, scale),
    numberRow("ETT", `for those with ${shortArm(answer, true, nameLength)}`, ett, scale),
    numberRow("naive", "plain difference between the arms", naive, scale),
  ];
}

/** Was it necessary, would it have been enough, both (THEORY 4.1)? Two-valued outcomes only. */
export function causationRows(answer: Attribution): readonly NumberRow[] {
  if (answer.causation === undefined) return [];
  const { pn, ps, pns } = answer.causation;
  return [
    numberRow("PN", "was it needed?", pn, percent),
    numberRow("PS", "would it have been enough?", ps, percent),
    numberRow("PNS", "needed and enough?", pns, percent),
  ];
}

/** THEORY 4.5: the mistake everybody makes with PN. */
export const CAUSATION_NOTE =
  "PN is not the share that the treatment caused: it counts chance too, so a treatment that does nothing has PN above 0.";

/** What a share of the variance, a response type or a four-way term is called, with its number. */
export function namedRow(name: string, meaning: string, answer: Answer, scale: Scale = percent): NumberRow {
  return numberRow(name, meaning, answer, scale);
}

function numberRow(name: string, meaning: string, answer: CausationAnswer, scale: Scale): NumberRow {
  return {
    name,
    meaning: answer.value === null ? `${meaning} (${reasonText(answer)})` : meaning,
    value: answer.value === null ? "not known" : scale.text(answer.value),
    interval: answer.interval === undefined ? "" : rangeText(answer.interval, scale),
    bounds: answer.bounds === undefined ? "" : `[${rangeText(answer.bounds, scale)}]`,
    stratified: answer.stratified === undefined ? "" : `[${rangeText(answer.stratified, scale)}]`,
  };
}
