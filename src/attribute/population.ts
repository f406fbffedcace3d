import { averageScores, estimateOf, type Scores } from "../estimate/scores.js";
import { largestBoth, product, smallestBoth, tianPearl } from "../law/response.js";
import type { Range, Remark } from "../query/answer.js";
import type { CausationAnswer, Evidence, ResponseTypes } from "../query/attribution.js";
import { answerOf, type Context } from "./context.js";
import { type EventView, everybodyScore, viewEvent } from "./functional.js";
import { word } from "./wording.js";

const Y1 = 0;
const Y0 = 1;
const P11 = 2;
const P10 = 3;
const P01 = 4;
const P00 = 5;
const BOTH = 6; // E[p1 p0]
const BIG = 7; // E[min(p1, p0)]
const SMALL = 8; // E[max(0, p1 + p0 - 1)]

const first = (q: number) => ({ value: q, first: 1, second: 0 });
const second = (_: number, r: number) => ({ value: r, first: 0, second: 1 });

/** Averages over everybody that response types and probabilities of causation are made of. */
export function populationScores({ learnt, rows }: Context): Scores {
  const view: EventView = { in: 0, hit: 0, q: 0, r: 0, sum: 0, product: 0, e: 0 };
  return averageScores(rows, 9, (j, z) => {
    viewEvent(learnt, 1, 1, j, view);
    z[Y1] = everybodyScore(first, view);
    z[Y0] = everybodyScore(second, view);
    z[P11] = view.in * view.hit;
    z[P10] = view.in * (1 - view.hit);
    z[P01] = (1 - view.in) * view.hit;
    z[P00] = (1 - view.in) * (1 - view.hit);
    z[BOTH] = everybodyScore(product, view);
    z[BIG] = everybodyScore(largestBoth, view);
    z[SMALL] = everybodyScore(smallestBoth, view);
  });
}

interface Words {
  readonly y1: (value: boolean) => string;
  readonly y0: (value: boolean) => string;
}

function potential({ sample }: Context): Words {
  const { treatment, outcome } = sample;
  if (outcome.kind !== "binary") throw new Error("response types are for two-valued outcomes");
  const { labels } = outcome;
  const ask = (arm: string | number | boolean) => (value: boolean) =>
    `${word(outcome.name)}[${word(treatment.name)}=${word(arm)}]=${word(value ? labels.yes : labels.no)}`;
  return { y1: ask(treatment.labels.yes), y0: ask(treatment.labels.no) };
}

const NEEDS = ["independence", "individual", "exogeneity", "overlap"];

/** Shares of compliers, always, never and defiers in everybody, noises independent, with their bounds for any noises (THEORY 4.2 to 4.4). */
export function populationTypes(context: Context, scores: Scores): ResponseTypes {
  const { y1, y0 } = potential(context);
  const z = scores.mean;
  const ask = (one: boolean, zero: boolean, f: (z: Float64Array) => number, bounds: Range) =>
    answerOf(context, {
      query: `P(${y1(one)}, ${y0(zero)})`,
      estimate: estimateOf(scores, f),
      bounds: [Math.max(0, bounds[0]), Math.min(1, bounds[1])],
      layer: 3,
      method: "orthogonal scores (THEORY 4.2, 12)",
      needs: NEEDS,
    });
  return {
    complier: ask(true, false, (m) => m[Y1] - m[BOTH], [z[Y1] - z[BIG], z[Y1] - z[SMALL]]),
    always: ask(true, true, (m) => m[BOTH], [z[SMALL], z[BIG]]),
    never: ask(false, false, (m) => 1 - m[Y1] - m[Y0] + m[BOTH], [
      1 - z[Y1] - z[Y0] + z[SMALL],
      1 - z[Y1] - z[Y0] + z[BIG],
    ]),
    defier: ask(false, true, (m) => m[Y0] - m[BOTH], [z[Y0] - z[BIG], z[Y0] - z[SMALL]]),
  };
}

const NOT_AN_EFFECT: Remark = {
  id: "pn-is-not-an-effect",
  text: "Under independent noises this counts chance as a cause: it equals the policy share plus the chance share, and a useless policy can have one half (THEORY 4.5). For what the policy changed, read the policy share.",
};

function crossed(bounds: Range): Remark[] {
  if (bounds[0] <= bounds[1]) return [];
  return [
    {
      id: "bounds-cross",
      text: `The lower bound ${bounds[0].toPrecision(3)} lies above the upper bound ${bounds[1].toPrecision(3)}: sampling error, or arms that differ in ways the covariates do not show. Read neither as sharp.`,
    },
  ];
}

/**
 * PN, PS, PNS: the value under independent noises, Tian and Pearl's bounds from both laws, and the bounds averaged over individuals
 * (THEORY 4.1 to 4.4). `evidence` holds the treated successes and the untreated failures, whose anyway shares are 1 - PN and 1 - PS.
 */
export function causation(
  context: Context,
  scores: Scores,
  evidence: readonly Evidence[],
): { pn: CausationAnswer; ps: CausationAnswer; pns: CausationAnswer } | undefined {
  const z = scores.mean;
  const { y1, y0 } = potential(context);
  const harmed = evidence.find((one) => one.treated && one.success);
  const spared = evidence.find((one) => !one.treated && !one.success);
  if (!harmed?.rows || !spared?.rows) return undefined;
  const bounds = tianPearl({ y1: z[Y1], y0: z[Y0], p11: z[P11], p10: z[P10], p01: z[P01], p00: z[P00] });
  const complement = (one: Evidence, query: string, range: Range): CausationAnswer => {
    const { anyway } = one.shares;
    const flip = (r: Range | undefined) => (r ? ([1 - r[1], 1 - r[0]] as const) : undefined);
    const interval = flip(anyway.interval);
    const stratified = flip(anyway.bounds);
    return {
      ...anyway,
      query,
      value: 1 - anyway.value!,
      ...(interval ? { interval } : {}),
      bounds: range,
      ...(stratified ? { stratified } : {}),
      warnings: [NOT_AN_EFFECT, ...crossed(range)],
    };
  };
  const given = (one: Evidence) =>
    Object.entries(one.given)
      .map(([name, value]) => `${word(name)}=${word(value)}`)
      .join(", ");
  const pns = answerOf(context, {
    query: `P(${y1(true)}, ${y0(false)})`,
    estimate: estimateOf(scores, (m) => m[Y1] - m[BOTH]),
    bounds: bounds.pns,
    layer: 3,
    method: "orthogonal scores (THEORY 12); bounds of Tian & Pearl 2000 (THEORY 4.1)",
    needs: NEEDS,
    warnings: crossed(bounds.pns),
  });
  return {
    pn: complement(harmed, `P(${y0(false)} | ${given(harmed)})`, bounds.pn),
    ps: complement(spared, `P(${y1(true)} | ${given(spared)})`, bounds.ps),
    pns: { ...pns, stratified: [Math.max(0, z[Y1] - z[BIG]), Math.min(1, z[Y1] - z[SMALL])] },
  };
}
