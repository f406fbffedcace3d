import { averageScores, estimateOf } from "../estimate/scores.js";
import { largestBoth, policySlack, product, smallestBoth } from "../law/response.js";
import type { Range } from "../query/answer.js";
import type { Evidence, ResponseTypes } from "../query/attribution.js";
import { answerOf, type Context } from "./context.js";
import { evidenceWeight } from "./evidence-weights.js";
import { type EventView, everybodyScore, inArmScore, inArmSquare, inArmSquareTimes, viewEvent } from "./functional.js";
import { bookPairs, crosses, pairSums, repeatsIn } from "./replicates.js";
import { emptyEvidence, type Pieces, shareAnswers, sources } from "./shares.js";
import { eventWords, word } from "./wording.js";

/** Places of the averaged scores of one event; named as in THEORY 12. */
const B = 0; // P(T=t, Y=y)
const A = 1; // E[1(T=t) q^2]
const C = 2; // E[1(T=t) q r]
const BIG = 3; // E[1(T=t) min(q, r)]
const SMALL = 4; // E[1(T=t) max(0, q + r - 1)]
const SLACK = 5; // E[1(T=t) policySlack(q, r)]
const SAME = 6; // P(Y(t)=y)
const OTHER = 7; // P(Y(other)=y)
const SQUARE_TIMES = 8; // E[1(T=t) q^2 r]
const PAIRS = 9;
const PAIR_EVENTS = 10;
const CROSS = 11;
const CROSS_EVENTS = 12;

const same = (q: number) => ({ value: q, first: 1, second: 0 });
const other = (_: number, r: number) => ({ value: r, first: 0, second: 1 });

/** Estimated bounds cut by the logical ones, as THEORY 4.1 writes its own with max and min. */
function within(least: number, low: number, high: number, most: number): Range {
  return [Math.max(least, low), Math.min(most, high)];
}

/**
 * Splits the successes or failures of one arm of a two-valued outcome (THEORY 5.1, estimated as in 12). Where units repeat within the arm
 * the recurrence is a U-statistic over occasions (3.8); where they cross arms, so is the anyway share. Cost: O(entries).
 */
export function binaryEvidence(context: Context, t: 0 | 1, y: 0 | 1): Evidence {
  const { sample, learnt, rows, replicates, settings } = context;
  const words = eventWords(sample, t === 1, y === 1);
  const view: EventView = { in: 0, hit: 0, q: 0, r: 0, sum: 0, product: 0, e: 0 };
  const hit = (j: number) => (learnt.y[j] === y ? 1 : 0);
  let shown = 0;
  for (let j = 0; j < learnt.t.length; j++) if (learnt.t[j] === t && hit(j)) shown += rows.count[j];
  if (shown === 0) return emptyEvidence(context, words, t === 1, y === 1);

  const sums = replicates ? pairSums(sample, learnt, replicates, t, hit, hit) : undefined;
  const scores = averageScores(rows, sums ? 13 : 9, (j, z) => {
    viewEvent(learnt, t, y, j, view);
    z[B] = view.in * view.hit;
    z[A] = inArmSquare(view);
    z[C] = inArmScore(product, view);
    z[BIG] = inArmScore(largestBoth, view);
    z[SMALL] = inArmScore(smallestBoth, view);
    z[SLACK] = inArmScore(policySlack, view);
    // Only the four-way split looks at everybody; without it one-sided overlap is enough and these could be infinite.
    z[SAME] = settings.fourWay ? everybodyScore(same, view) : 0;
    z[OTHER] = settings.fourWay ? everybodyScore(other, view) : 0;
    z[SQUARE_TIMES] = inArmSquareTimes(view);
    if (sums && replicates) bookPairs({ sample, learnt, replicates }, sums, j, z, PAIRS);
  });
  const estimate = (f: (mean: Float64Array) => number) => estimateOf(scores, f);
  const value = (f: (mean: Float64Array) => number) => f(scores.mean);

  const dial = settings.coupling;
  const repeated = repeatsIn(replicates, t) && scores.mean[PAIR_EVENTS] > 0;
  const crossed = crosses(replicates) && scores.mean[CROSS_EVENTS] > 0 && dial === 0;
  // With the dial at lambda a share lambda of the worlds reuses the factual noise: the same arm then repeats for sure, and the other
  // arm agrees as often as one uniform noise allows, min(q, r) (THEORY 1.7, 5.4; mechanism of DESIGN 4.1).
  const fresh = repeated ? (z: Float64Array) => z[PAIRS] / z[PAIR_EVENTS] : (z: Float64Array) => z[A] / z[B];
  const again = (z: Float64Array) => dial + (1 - dial) * fresh(z);
  const otherwise = crossed
    ? (z: Float64Array) => z[CROSS] / z[CROSS_EVENTS]
    : (z: Float64Array) => ((1 - dial) * z[C] + dial * z[BIG]) / z[B];
  const low = value(again);
  const pieces: Pieces = {
    words,
    weights: repeated ? undefined : evidenceWeight(context, t, y === 1)?.average,
    treated: t === 1,
    success: y === 1,
    rows: shown,
    total: () => 1,
    again,
    otherwise,
    everybody: (z) => [z[SAME], z[OTHER]],
    estimate,
    bounds: {
      ...(crossed
        ? {}
        : {
            anyway: within(
              0,
              value((z) => z[SMALL] / z[B]),
              value((z) => z[BIG] / z[B]),
              1,
            ),
          }),
      ...(repeated || crossed
        ? {}
        : {
            policy: within(
              -1,
              value((z) => (z[A] - z[C] + z[SLACK]) / z[B]),
              value((z) => (z[B] - z[SMALL]) / z[B]),
              1,
            ),
          }),
      ...(repeated ? {} : { chance: [0, 1 - low] as const, again: [low, 1] as const }),
    },
    ...sources(repeated, crossed, {
      again: "orthogonal score of E[q^2] (THEORY 12)",
      otherwise: "orthogonal score of E[q r] (THEORY 12)",
    }),
  };
  const evidence = shareAnswers(context, pieces);
  return { ...evidence, responses: evidenceTypes(context, t, y, words.evidence, estimate) };
}

/** P(complier | evidence) and the others, noises independent: averages of q times the type's probability (THEORY 4.2). */
function evidenceTypes(
  context: Context,
  t: 0 | 1,
  y: 0 | 1,
  evidence: string,
  estimate: Pieces["estimate"],
): ResponseTypes {
  const both = (z: Float64Array) => z[SQUARE_TIMES] / z[B];
  const here = (z: Float64Array) => (z[A] - z[SQUARE_TIMES]) / z[B];
  const there = (z: Float64Array) => (z[C] - z[SQUARE_TIMES]) / z[B];
  const neither = (z: Float64Array) => 1 - (z[A] + z[C] - z[SQUARE_TIMES]) / z[B];
  const { treatment, outcome } = context.sample;
  const [arm, out] = [word(treatment.name), word(outcome.name)];
  if (outcome.kind !== "binary") throw new Error("response types are for two-valued outcomes");
  const [one, zero] = [word(outcome.labels.yes), word(outcome.labels.no)];
  const [treated, control] = [word(treatment.labels.yes), word(treatment.labels.no)];
  const ask = (y1: string, y0: string, f: (z: Float64Array) => number) =>
    answerOf(context, {
      query: `P(${out}[${arm}=${treated}]=${y1}, ${out}[${arm}=${control}]=${y0} | ${evidence})`,
      estimate: estimate(f),
      layer: 3,
      method: "orthogonal scores (THEORY 4.2, 12)",
      needs: ["independence", "individual", "exogeneity", "overlap"],
    });
  // Seen from the event, "both" is always for a success and never for a failure; "only here" is complier when arm and outcome agree.
  const agree = t === y;
  return {
    complier: ask(one, zero, agree ? here : there),
    always: ask(one, one, y === 1 ? both : neither),
    never: ask(zero, zero, y === 1 ? neither : both),
    defier: ask(zero, one, agree ? there : here),
  };
}
