import { estimateOf, type Scores } from "../../estimate/scores.js";
import type { ClassTerm } from "../../learn/classes/averages.js";
import type { ClassFit } from "../../learn/classes.js";
import type { Sample } from "../../num/sample.js";
import type { Answer } from "../../query/answer.js";
import type { Evidence } from "../../query/attribution.js";
import { answerOf, type Context } from "../context.js";
import { emptyEvidence, shareAnswers } from "../shares.js";
import { eventWords, word } from "../wording.js";
import { scoresOf } from "./averages.js";
import type { EffectPlaces } from "./population.js";
import type { LawWords } from "./words.js";

/** Averages over the rows of one arm; S: the row's outcome lies above its arm's average. */
const PER_ARM = 10;
const ONE = 0; // P(T=t)
const M1 = 1; // E[1(T=t) m1]
const M0 = 2;
const ABOVE = 3; // P(T=t, S)
const SUM = 4; // E[1(T=t) Y]
const SUM_ABOVE = 5; // E[1(T=t) S Y]
const M1_ABOVE = 6; // E[1(T=t) S m1]
const M0_ABOVE = 7;
const SQUARE = 8; // E[1(T=t) (m_t - cut_t)^2]
const NOISE = 9; // E[1(T=t) sd_t^2]

export const NUMERIC_PLACES: EffectPlaces = { perArm: PER_ARM, one: ONE, mean1: M1, mean0: M0 };

/** What the answers about a numeric outcome are functions of, and where "above" begins in each arm. */
export interface NumericAverages {
  readonly scores: Scores;
  readonly cut: readonly [number, number];
  /** Rows above their arm's average and not, by arm (observations). */
  readonly rows: readonly [readonly [number, number], readonly [number, number]];
}

/** Cost: O(rows), and O(patterns x classes x parameters) for the intervals. */
export function numericAverages(sample: Sample, fit: ClassFit): NumericAverages {
  const { occasions } = fit;
  const { size, count, seen, sum } = occasions;
  const cut = ([0, 1] as const).map((t) => {
    let [n, total] = [0, 0];
    for (let j = 0; j < size; j++) {
      n += count[j] * seen[t][j];
      total += count[j] * sum[t][j];
    }
    return total / n;
  }) as [number, number];
  const above = [new Float64Array(size), new Float64Array(size)];
  const sumAbove = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < sample.rows; i++) {
    const [t, y] = [sample.treatment.values[i], sample.outcome.values[i]];
    const j = occasions.patternOf[sample.unit!.codes[i]];
    if (j < 0 || y <= cut[t]) continue;
    above[t][j]++;
    sumAbove[t][j] += y;
  }
  const one = () => 1;
  const terms = ([0, 1] as const).flatMap((t): ClassTerm[] => [
    { times: seen[t], of: one },
    { times: seen[t], of: ({ mean1 }) => mean1 },
    { times: seen[t], of: ({ mean0 }) => mean0 },
    { times: above[t], of: one },
    { times: sum[t], of: one },
    { times: sumAbove[t], of: one },
    { times: above[t], of: ({ mean1 }) => mean1 },
    { times: above[t], of: ({ mean0 }) => mean0 },
    { times: seen[t], of: ({ mean0, mean1 }) => ((t === 1 ? mean1 : mean0) - cut[t]) ** 2 },
    { times: seen[t], of: ({ sd0, sd1 }) => (t === 1 ? sd1 : sd0) ** 2 },
  ]);
  const rows = ([0, 1] as const).map((t) => {
    let [high, all] = [0, 0];
    for (let j = 0; j < size; j++) {
      high += count[j] * above[t][j];
      all += count[j] * seen[t][j];
    }
    return [all - high, high] as const;
  }) as [readonly [number, number], readonly [number, number]];
  return { scores: scoresOf(fit, terms), cut, rows };
}

/**
 * Splits the average outcome of an arm's rows above (or not above) the arm's average, in the outcome's units (THEORY 5.1, last line). The
 * question is about the average as shown, so that intervals need not count that it was estimated.
 */
export function numericLawEvidence(
  context: Context,
  { scores, cut, rows }: NumericAverages,
  words: LawWords,
  t: 0 | 1,
  success: boolean,
): Evidence {
  const event = eventWords(context.sample, t === 1, success, cut[t]);
  const shown = rows[t][success ? 1 : 0];
  if (!(shown > 0)) return emptyEvidence(context, event, t === 1, success);
  const at = PER_ARM * t;
  const [own, rest] = t === 1 ? [M1, M0] : [M0, M1];
  const [ownAbove, restAbove] = t === 1 ? [M1_ABOVE, M0_ABOVE] : [M0_ABOVE, M1_ABOVE];
  const of = (z: Float64Array, whole: number, part: number) =>
    success ? z[at + part] / z[at + ABOVE] : (z[at + whole] - z[at + part]) / (z[at + ONE] - z[at + ABOVE]);
  return shareAnswers(context, {
    words: event,
    treated: t === 1,
    success,
    rows: shown,
    total: (z) => of(z, SUM, SUM_ABOVE),
    again: (z) => of(z, own, ownAbove),
    otherwise: (z) => of(z, rest, restAbove),
    everybody: (z) => [z[own] + z[PER_ARM + own], z[rest] + z[PER_ARM + rest]],
    estimate: (f) => estimateOf(scores, f),
    bounds: {},
    method: { again: words.method, otherwise: words.method },
    needs: { again: ["coupling", ...words.needs], otherwise: ["coupling", ...words.needs, ...words.crossNeeds] },
  });
}

/** Var U / Var Y in one arm by the class law (THEORY 2.7); the denominator is the law's own, classes and noise together. */
export function lawReliability(context: Context, { scores, cut }: NumericAverages, words: LawWords, t: 0 | 1): Answer {
  const { treatment, outcome } = context.sample;
  const arm = word(t === 1 ? treatment.labels.yes : treatment.labels.no);
  const at = PER_ARM * t;
  const own = t === 1 ? M1 : M0;
  const ratio = (z: Float64Array) => {
    const between = z[at + SQUARE] / z[at + ONE] - (z[at + own] / z[at + ONE] - cut[t]) ** 2;
    return between / (between + z[at + NOISE] / z[at + ONE]);
  };
  return answerOf(context, {
    query: `Var(U) / Var(${word(outcome.name)}) in ${word(treatment.name)}=${arm}`,
    estimate: estimateOf(scores, ratio),
    layer: 3,
    method: words.method,
    needs: ["coupling", ...words.needs],
  });
}
