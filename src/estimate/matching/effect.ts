import { DiscoError } from "../../error.js";
import { standardError } from "../influence.js";
import type { FittedProblem, Problem } from "../problem.js";
import { meanLine } from "./bias.js";
import { linearised } from "./clustered.js";
import { imputed, type Matches, nearest, useOf } from "./matches.js";
import { expanded, withoutReplacement } from "./one-to-one.js";
import type { MatchingSettings } from "./options.js";
import { type Points, pointsOf } from "./points.js";
import { cells, covariateSpace, logits } from "./space.js";
import { learntAway, noiseOf, varianceAt } from "./variance.js";

/** The effect, and how the matching went. */
export interface Matched {
  readonly value: number;
  readonly se?: number;
  /** Observations of the target with a match, and without. */
  readonly matched: number;
  readonly unmatched: number;
  /** The largest share of the target whose counterfactual is one single observation's outcome. */
  readonly mostUsed: number;
  /** Observations whose noise nothing tells (alone in their arm). */
  readonly alone: number;
  /** By entry, where the standard error is clustered (with replacement). */
  readonly influence?: Float64Array;
  /** Does the standard error know that the propensity was learnt? */
  readonly adjusted?: boolean;
}

/** The arm that each entry asks about: both for everybody, the other one for one arm; whether the entry is in the target. */
function asks({ arm, target, count }: Problem, j: number, w: 0 | 1): boolean {
  if (count[j] === 0 || arm[j] === w) return false;
  return target === "ate" || arm[j] === (target === "att" ? 1 : 0);
}

function inTarget({ arm, target, count }: Problem, j: number): boolean {
  return count[j] > 0 && (target === "ate" || arm[j] === (target === "att" ? 1 : 0));
}

function placed(problem: Problem, settings: MatchingSettings, w: 0 | 1): { points: Points; within: number } {
  const { on, metric, replace, caliper = Number.POSITIVE_INFINITY } = settings;
  const space =
    on === "propensity" ? logits(problem, w) : on === "exact" ? cells(problem) : covariateSpace(problem, metric);
  const points = pointsOf(problem, space, !replace);
  if (on === "exact") return { points, within: 0.5 };
  // Without a caliper the spread must not be asked: an infinity times 0 is not a number.
  const within = on === "propensity" && Number.isFinite(caliper) ? caliper * spread(problem, space.at) : caliper;
  return { points, within };
}

/** Standard deviation of the logit of the propensity within the arms: the root of the average of their variances (Austin 2011). */
function spread({ arm, count }: Problem, at: Float64Array): number {
  let sum = 0;
  for (const w of [0, 1]) {
    let [mass, mean, square] = [0, 0, 0];
    for (let j = 0; j < at.length; j++) if (arm[j] === w) [mass, mean] = [mass + count[j], mean + count[j] * at[j]];
    for (let j = 0; j < at.length; j++) if (arm[j] === w) square += count[j] * (at[j] - mean / mass) ** 2;
    sum += square / mass;
  }
  return Math.sqrt(sum / 2);
}

/** Who stands in for whom, nobody twice; `origin` is the entry of each observation. The target must be one arm. */
export function bestMatches(problem: Problem, settings: MatchingSettings) {
  const each = expanded(problem);
  const w = problem.target === "att" ? 0 : 1;
  const { points, within } = placed(each.problem, settings, w);
  const matches = withoutReplacement(each.problem, points, w, { neighbours: settings.neighbours, within });
  return { matches, origin: each.origin, points, problem: each.problem };
}

/**
 * The effect among those of the target that have a match, with the standard error of Abadie & Imbens (2006). With a_j the weight of
 * outcome j in the sum of effects, S_j the sum of the squares of its weights in single effects (its own included), and s2_j its conditional
 * variance: N^2 V = sum over the target of (effect_i - value)^2 + sum over j of (a_j^2 - S_j) s2_j, which is theorem 7 for M neighbours
 * and holds for ties as well.
 */
export function matched(given: Problem | FittedProblem, settings: MatchingSettings): Matched {
  const one = settings.replace ? undefined : bestMatches(given, settings);
  const problem = one?.problem ?? given;
  const { arm, y, count } = problem;
  const n = y.length;
  // An exact law has any number of observations in each place.
  const least = problem.law ? Number.MIN_VALUE : settings.on === "exact" ? 1 : settings.neighbours;
  // One place for both arms, but for propensities of more than two.
  const shared = one || settings.on !== "propensity" || problem.target !== "ate" || !arm.some((a) => a < 0);
  const first = one ? { points: one.points, within: 0 } : placed(problem, settings, 0);
  const sides = ([0, 1] as const).map((w) => {
    const used = problem.target === "ate" || (problem.target === "att") === (w === 0);
    if (!used) return undefined;
    const { points, within } = w === 0 || shared ? first : placed(problem, settings, w);
    const wanted = new Float64Array(points.size);
    for (let j = 0; j < n; j++) if (asks(problem, j, w)) wanted[points.id[j]] += count[j];
    const matches: Matches = one?.matches ?? nearest(points, w, wanted, { neighbours: least, within });
    return { w, points, matches };
  });
  const kept = new Uint8Array(n);
  let [size, unmatched] = [0, 0];
  for (let j = 0; j < n; j++) {
    if (!inTarget(problem, j)) continue;
    kept[j] = sides.every((side) => {
      if (!side || !asks(problem, j, side.w)) return true;
      const p = side.points.id[j];
      return side.matches.start[p + 1] > side.matches.start[p];
    })
      ? 1
      : 0;
    if (kept[j] === 1) size += count[j];
    else unmatched += count[j];
  }
  if (size === 0) refuseEmpty(given, settings, unmatched);
  const effect = new Float64Array(n);
  const weight = new Float64Array(n);
  const square = new Float64Array(n);
  for (const side of sides) {
    if (!side) continue;
    const { w, points, matches } = side;
    const sign = w === 1 ? 1 : -1;
    const wanted = new Float64Array(points.size);
    for (let j = 0; j < n; j++) if (kept[j] === 1 && asks(problem, j, w)) wanted[points.id[j]] += count[j];
    const use = useOf(points, w, matches, wanted);
    const line = settings.biasAdjusted ? meanLine(points, w, use.weight) : undefined;
    const outcome = imputed(points, w, matches, line);
    for (let j = 0; j < n; j++) {
      if (arm[j] === w) {
        weight[j] += use.weight[points.id[j]];
        square[j] += use.square[points.id[j]];
      }
      if (kept[j] === 1 && asks(problem, j, w)) effect[j] += sign * outcome[points.id[j]];
    }
  }
  let value = 0;
  for (let j = 0; j < n; j++) {
    if (kept[j] === 0) continue;
    if (arm[j] >= 0) effect[j] += arm[j] === 1 ? y[j] : -y[j];
    value += (count[j] * effect[j]) / size;
  }
  const mostUsed = weight.reduce((a, b) => Math.max(a, b), 0) / size;
  const base = { value, matched: size, unmatched, mostUsed };
  if (problem.law) return { ...base, alone: 0 };
  const own = (j: number) => (kept[j] === 1 ? 1 : 0);
  const extra = (j: number) => (own(j) + weight[j]) ** 2 - own(j) - square[j];
  // Of a part of the rows the fit to all of them knows nothing.
  const adjusts =
    "fits" in given &&
    settings.on === "propensity" &&
    given.target === "ate" &&
    given.row.length === given.study.rows &&
    !arm.some((a) => a < 0);
  const around = neighbourhood(problem, settings, first.points);
  if (problem.cluster) {
    const influence = linearised(problem, around, { kept, weight, value, size });
    return { ...base, alone: 0, se: standardError(influence, problem)!, ...(one ? {} : { influence }) };
  }
  const noise = noiseOf(problem, around, (j) => arm[j] >= 0 && (extra(j) !== 0 || (adjusts && kept[j] === 1)));
  let [variance, alone] = [0, 0];
  for (let j = 0; j < n; j++) {
    if (kept[j] === 1) variance += (count[j] * (effect[j] - value) ** 2) / size ** 2;
    if (Number.isNaN(noise.rest[j])) alone += count[j];
    else variance += (count[j] * extra(j) * varianceAt(noise, j)) / size ** 2;
  }
  if (alone > 0) return { ...base, alone };
  const learnt = adjusts
    ? learntAway(
        given,
        noise,
        weight.map((w, j) => own(j) + w),
        size,
      )
    : 0;
  return { ...base, alone, adjusted: adjusts, se: Math.sqrt(Math.max(0, variance - learnt)) };
}

/** Where noise is looked for: who is equal in all covariates may be alone there, and who cannot be used twice is a point of its own. */
function neighbourhood(problem: Problem, { on, metric, replace }: MatchingSettings, points: Points): Points {
  if (replace && on !== "exact") return points;
  return pointsOf(problem, on === "propensity" ? logits(problem, 1) : covariateSpace(problem, metric));
}

function refuseEmpty(problem: Problem, { on, caliper }: MatchingSettings, unmatched: number): never {
  throw new DiscoError(
    {
      who: "matching",
      wrong: "nobody has a match in the other arm, so nothing can be compared",
      given: `${unmatched} of target ${problem.target}, on ${on}${caliper === undefined ? "" : `, caliper ${caliper}`}`,
      next:
        on === "exact"
          ? "match on the propensity, or give fewer covariates or coarser ones"
          : "widen the caliper, or give fewer covariates if one of them says who was treated",
    },
    "refused",
  );
}
