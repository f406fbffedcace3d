import { averageScores, estimateOf } from "../estimate/scores.js";
import type { Answer } from "../query/answer.js";
import type { Evidence } from "../query/attribution.js";
import { answerOf, type Context, noAnswer } from "./context.js";
import { evidenceWeight } from "./evidence-weights.js";
import { bookPairs, crosses, pairSums, repeatsIn } from "./replicates.js";
import { emptyEvidence, shareAnswers, sources } from "./shares.js";
import { eventWords, word } from "./wording.js";

const B = 0; // P(T=t, S), S: Y above (or not above) its arm's average
const TOTAL = 1; // E[1(T=t) S Y]
const A = 2; // E[1(T=t) s m_t], s = P(S | T=t, W)
const C = 3; // E[1(T=t) s m_other]
const SAME = 4; // E[Y(t)]
const OTHER = 5; // E[Y(other)]
const PAIRS = 6;
const PAIR_EVENTS = 7;
const CROSS = 8;
const CROSS_EVENTS = 9;

/**
 * Splits the average outcome of an arm's rows above (or not above) the arm's average (THEORY 5.1, last line): baseline, policy, chance, in
 * the outcome's units. Scores: 1(T=t) s m_t and 1(T=t) s m_other with their residual corrections (THEORY 12 with the event S in the place
 * of Y=y). Cost: O(entries).
 */
export function numericEvidence(context: Context, t: 0 | 1, success: boolean): Evidence {
  const { sample, learnt, rows, replicates, settings } = context;
  const { cut, above, m } = learnt;
  if (!cut || !above) throw new Error("a numeric outcome has fitted exceedance probabilities");
  const words = eventWords(sample, t === 1, success, cut[t]);
  const event = (j: number) => (learnt.y[j] > cut[t] === success ? 1 : 0);
  let shown = 0;
  for (let j = 0; j < learnt.t.length; j++) if (learnt.t[j] === t && event(j)) shown += rows.count[j];
  if (shown === 0) return emptyEvidence(context, words, t === 1, success);
  const own = m[t].mean;
  const other = m[1 - t].mean;
  const sums = replicates ? pairSums(sample, learnt, replicates, t, event, (j) => learnt.y[j]) : undefined;
  const scores = averageScores(rows, sums ? 10 : 6, (j, z) => {
    const here = learnt.t[j] === t;
    const hit = event(j);
    const y = learnt.y[j];
    const s = success ? above[t][j] : 1 - above[t][j];
    const e = t === 1 ? learnt.e[j] : 1 - learnt.e[j];
    z[B] = here ? hit : 0;
    z[TOTAL] = here ? hit * y : 0;
    z[A] = here ? own[j] * hit + s * (y - own[j]) : 0;
    z[C] = here ? other[j] * hit : (e / (1 - e)) * s * (y - other[j]);
    // Only the four-way split looks at everybody; without it one-sided overlap is enough and these could be infinite.
    z[SAME] = settings.fourWay ? own[j] + (here ? (y - own[j]) / e : 0) : 0;
    z[OTHER] = settings.fourWay ? other[j] + (here ? 0 : (y - other[j]) / (1 - e)) : 0;
    if (sums && replicates) bookPairs({ sample, learnt, replicates }, sums, j, z, PAIRS);
  });
  const repeated = repeatsIn(replicates, t) && scores.mean[PAIR_EVENTS] > 0;
  const crossed = crosses(replicates) && scores.mean[CROSS_EVENTS] > 0;
  return shareAnswers(context, {
    words,
    weights: repeated ? undefined : evidenceWeight(context, t, success)?.average,
    treated: t === 1,
    success,
    rows: shown,
    total: (z) => z[TOTAL] / z[B],
    again: repeated ? (z) => z[PAIRS] / z[PAIR_EVENTS] : (z) => z[A] / z[B],
    otherwise: crossed ? (z) => z[CROSS] / z[CROSS_EVENTS] : (z) => z[C] / z[B],
    everybody: (z) => [z[SAME], z[OTHER]],
    estimate: (f) => estimateOf(scores, f),
    // Unlike a two-valued outcome's, a number's recurrence may err either way when covariates are not the individual (THEORY 3.6).
    bounds: {},
    ...sources(repeated, crossed, {
      again: "orthogonal score of E[s m_t] (THEORY 5.1, 12)",
      otherwise: "orthogonal score of E[s m_other] (THEORY 5.1, 12)",
    }),
  });
}

/**
 * Reliability of a numeric outcome in one arm: Var U / Var Y, the covariance of two occasions of the same individual over the variance of
 * one (THEORY 2.7), by pairs, jackknifed over units. Regression to the mean is one minus it.
 */
export function reliability(context: Context, t: 0 | 1): Answer {
  const { sample, learnt, rows, replicates } = context;
  const { treatment, outcome } = sample;
  const arm = word(t === 1 ? treatment.labels.yes : treatment.labels.no);
  const query = `Var(U) / Var(${word(outcome.name)}) in ${word(treatment.name)}=${arm}`;
  if (!replicates || !repeatsIn(replicates, t))
    return noAnswer(context, query, 3, "too few units are seen twice in this arm");
  const centre = learnt.cut?.[t] ?? 0;
  const value = (j: number) => learnt.y[j] - centre;
  const sums = pairSums(sample, learnt, replicates, t, value, value);
  const scores = averageScores(rows, 4, (j, z) => {
    const u = sample.unit!.codes[learnt.entries.row[j]];
    const counts = learnt.t[j] === t && replicates.occasions[2 * u + t] > 1;
    z[0] = replicates.leads[j] ? sums.pairs[u] : 0;
    z[1] = counts ? 1 : 0;
    z[2] = counts ? value(j) : 0;
    z[3] = counts ? value(j) ** 2 : 0;
  });
  const ratio = (z: Float64Array) => {
    const mean = z[2] / z[1];
    return (z[0] / z[1] - mean * mean) / (z[3] / z[1] - mean * mean);
  };
  return answerOf(context, {
    query,
    estimate: estimateOf(scores, ratio),
    layer: 3,
    method: "pairs of occasions of the same unit (U-statistic, THEORY 2.7, 3.8)",
    needs: ["coupling", "occasions"],
  });
}
