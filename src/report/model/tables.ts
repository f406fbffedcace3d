import type { Answer } from "../../query/answer.js";
import type { ModelAnswer } from "../../query/model-answer.js";
import type { Question } from "../../query/question.js";
import type { Scale } from "../format.js";
import { CAUSATION_NOTE, type NumberRow, namedRow } from "../rows.js";
import { asksProbability } from "./asked.js";
import { numbersLike, probability } from "./numbers.js";
import { partLabel } from "./parts.js";

/** A titled table of numbers beside the main one, for a terminal as for a page. */
export interface NumbersTable {
  readonly title: string;
  readonly rows: readonly NumberRow[];
  /** What the columns of bounds are called, where there are any. */
  readonly bounds: string;
  readonly stratified: string;
  readonly note?: string;
}

const MEANINGS: Readonly<Record<string, readonly [title: string, meaning: string]>> = {
  PN: ["Probability of causation", "was it needed?"],
  PS: ["Probability of causation", "would it have been enough?"],
  PNS: ["Probability of causation", "needed and enough?"],
  PC: ["Probability of consistency", "would it happen again?"],
  BENEFIT: ["Benefit", "on average"],
};

type Parts = readonly (readonly [meaning: string, part: Answer])[];

const NOISE = { bounds: "[any noise]", stratified: "[by individual]" } as const;

/** Bounds, response types, shares of the variance: whatever of them the answer has. */
export function answerTables(answer: ModelAnswer, question: Question | undefined): readonly NumbersTable[] {
  return [...boundedTable(answer, question), ...typesTable(answer), ...varianceTables(answer)];
}

/** The shares themselves, in four decimals. */
export function sharesTable({ shares, recurrence, total = 1 }: ModelAnswer): readonly NumbersTable[] {
  if (shares === undefined || recurrence === undefined) return [];
  const scale = total === 1 ? probability : numbersLike([total]);
  const parts: Parts = Object.entries({ ...shares, recurrence }).map(([key, part]) => [partLabel(key), part as Answer]);
  return [partsTable("Shares", parts, scale)];
}

/** Other ways to cut the same outcome, for those who ask for more. */
export function furtherTables({ fourWay, comonotone, total = 1, recurrence }: ModelAnswer): readonly NumbersTable[] {
  const tables: NumbersTable[] = [];
  const scale = total === 1 ? probability : numbersLike([total, recurrence?.value ?? 0]);
  if (fourWay !== undefined) {
    const { base, policy, individual, chance } = fourWay;
    const parts: Parts = [
      ["base: what everybody gets", base],
      ["policy", policy],
      ["individual", individual],
      ["chance", chance],
    ];
    tables.push(partsTable("Four-way split, in no order", parts, scale));
  }
  if (comonotone !== undefined) {
    const parts: Parts = [
      ["caused", comonotone.caused],
      ["anyway", comonotone.anyway],
    ];
    tables.push(partsTable("Were the noise of both arms the same (comonotone)", parts, scale));
  }
  return tables;
}

function partsTable(title: string, parts: Parts, scale: Scale = probability): NumbersTable {
  return { title, rows: parts.map(([meaning, part]) => namedRow("", meaning, part, scale)), ...NOISE };
}

function boundedTable(answer: ModelAnswer, question: Question | undefined): readonly NumbersTable[] {
  const { bounds, stratified, value } = answer;
  if (bounds === undefined && stratified === undefined) return [];
  const name = question !== undefined && "name" in question ? question.name : "";
  const [title, meaning] = MEANINGS[name] ?? ["Bounds", ""];
  const scale = asksProbability(question) ? probability : numbersLike([value ?? 0, ...(bounds ?? [])]);
  const table = { title, rows: [namedRow(name, meaning, answer, scale)], ...NOISE };
  return [name === "PN" ? { ...table, note: CAUSATION_NOTE } : table];
}

function typesTable({ types }: ModelAnswer): readonly NumbersTable[] {
  if (types === undefined) return [];
  const parts: Parts = [
    ["complier: only with the treatment", types.complier],
    ["always: with and without", types.always],
    ["never: neither way", types.never],
    ["defier: only without the treatment", types.defier],
  ];
  return [partsTable("Kinds of response", parts)];
}

function varianceTables({ variance }: ModelAnswer): readonly NumbersTable[] {
  if (variance === undefined) return [];
  const { observed, randomised } = variance;
  const three = (shares: typeof observed): Parts => [
    ["goes with the arm", shares.treatment],
    ["goes with the individual", shares.individual],
    ["chance", shares.chance],
  ];
  const split: Parts = [
    ["of the individual: whatever the arm", randomised.main],
    ["of the individual: depends on the arm", randomised.interaction],
  ];
  const rate = numbersLike([randomised.rate]).text(randomised.rate).replace(/0+$/, "");
  return [
    partsTable("Variance of the outcome, as observed", three(observed)),
    partsTable(`Variance of the outcome in a trial that treats ${rate} at random`, [...three(randomised), ...split]),
  ];
}
