import { calibrationOf, calibrationWords } from "../learn/calibration.js";
import type { Outcome } from "../num/sample.js";
import type { Remark } from "../query/answer.js";
import type { CalibrationAnswer } from "../query/calibration.js";

/** Probabilities of rows that the models had not seen, and what came, by entry. */
export interface Foretold {
  /** Whose probabilities: "the propensity", "retained = 1, given subsidy = 1". */
  readonly of: string;
  readonly p: Float64Array;
  readonly y: ArrayLike<number>;
  readonly count: Float64Array;
  /** Entries that it is about. */
  readonly about: (entry: number) => boolean;
}

/** Entries beyond which evenly spaced ones are looked at: enough to see what matters, at a small part of the cost of learning. */
const MANY = 20_000;

/** A p-value this small is called out: each answer has several models, and none should cry wolf. */
const SURE = 0.001;

/** Holds probabilities against what came. Cost: O(n log n) of at most 20,000 entries. */
export function calibrated({ of, p, y, count, about }: Foretold): CalibrationAnswer | undefined {
  let size = 0;
  for (let j = 0; j < p.length; j++) if (count[j] > 0 && about(j)) size++;
  if (size === 0) return undefined;
  const every = Math.ceil(size / MANY);
  const some: number[] = [];
  for (let j = 0, k = 0; j < p.length; j++) {
    if (count[j] > 0 && about(j) && k++ % every === 0) some.push(j);
  }
  const at = (values: ArrayLike<number>) => Float64Array.from(some, (j) => values[j]);
  const found = calibrationOf(at(p), at(y), at(count));
  return { ...found, of, sentences: calibrationWords(found) };
}

/** Models of an arm against the reference, by entry: what they foretold of rows they had not seen, and what came. */
export interface Models {
  readonly treatment: string;
  /** Reference and arm, by their names. */
  readonly arms: readonly [string, string];
  readonly outcome: Outcome;
  /** 1: in the arm, 0: in the reference, -1: in another. */
  readonly arm: ArrayLike<number>;
  readonly y: Float64Array;
  /** P(arm | covariates) among the two. */
  readonly e: Float64Array;
  readonly m: readonly [Float64Array, Float64Array];
  readonly count: Float64Array;
}

/** Of the propensity, and of the outcome in each arm where it has two values. */
export function modelsCalibration({ treatment, arms, outcome, arm, y, e, m, count }: Models): CalibrationAnswer[] {
  const foretold: Foretold[] = [
    { of: `the propensity of ${treatment} = ${arms[1]}`, p: e, y: arm, count, about: (j) => arm[j] >= 0 },
  ];
  if (outcome.kind === "binary") {
    for (const a of [0, 1] as const) {
      const of = `${outcome.name} = ${outcome.labels.yes} where ${treatment} = ${arms[a]}`;
      foretold.push({ of, p: m[a], y, count, about: (j) => arm[j] === a });
    }
  }
  return foretold.flatMap((one) => calibrated(one) ?? []);
}

/** A remark about each that is off for sure. Where rows of a unit stand together the test is too sure, and nothing is said. */
export function calibrationRemarks(found: readonly CalibrationAnswer[], clustered: boolean): Remark[] {
  if (clustered) return [];
  return found
    .filter(({ test, wrong }) => wrong > 0 || (test !== undefined && test.p < SURE))
    .map(({ of, sentences }) => ({
      id: "calibration",
      text: `Of ${of}: ${lowerFirst(sentences[0])} Another learner (boost, stack) may come nearer.`,
    }));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
