import type { Targeting, Uncertain } from "../../query/heterogeneity.js";
import { averageEffect, type Judged, withInterval } from "./judged.js";
import { placesOf, type Tie } from "./places.js";

/** Shares of the curve that is shown. */
const SHARES = Array.from({ length: 20 }, (_, k) => (k + 1) / 20);

/** Half the width of the window in which the effect at an edge of the curve is looked at, in shares. */
const WINDOW = 0.05;

/** Average of a weight function over the places of a tie, and its slopes in both ends. */
interface TieWeight {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const xlogx = (x: number) => (x > 0 ? x * Math.log(x) : 0);

/** Of -log u - 1, which makes the area under the curve out of the scores: a row at place u is in the top q for all q above u. */
function autocWeight({ from, to }: Tie): TieWeight {
  const width = to - from;
  if (!(width > 0)) return { value: -Math.log(Math.max(to, 1e-300)) - 1, from: 0, to: 0 };
  const value = -(xlogx(to) - xlogx(from)) / width;
  return {
    value,
    from: from > 0 ? (Math.log(from) + 1 + value) / width : 0,
    to: (-Math.log(to) - 1 - value) / width,
  };
}

/** Of 1/2 - u: the same with every share counting as much as itself. */
function qiniWeight({ from, to }: Tie): TieWeight {
  return { value: 0.5 - (from + to) / 2, from: -0.5, to: -0.5 };
}

/**
 * Rank-weighted average effects (Yadlowsky, Fleming, Shah, Brunskill & Wager 2025). Let u be the share of the target population with a larger
 * predicted effect, and TOC(q) the average effect of those with u below q less that of everybody. AUTOC is the integral of TOC(q) over q from
 * 0 to 1, the Qini coefficient that of q TOC(q). Both are averages of scores with weights -log u - 1 and 1/2 - u; rows with the same effect
 * share the average of the weights that their places have together, which is the average over all ways to break the tie. Rows are sorted
 * within their folds. Intervals come from influence functions, in which the ranks' own sampling has its part. 0 for a ranking that
 * knows nothing. Undefined where everybody has the same effect. Cost: O(n log n).
 */
export function targetingOf(judged: Judged): Targeting | undefined {
  const folds = placesOf(judged).filter((ties) => ties.length > 0);
  if (folds.every((ties) => ties.length === 1)) return undefined;
  return {
    autoc: rankWeighted(judged, folds, autocWeight),
    qini: rankWeighted(judged, folds, qiniWeight),
    curve: SHARES.map((share) => ({ share, ...atShare(judged, folds, share) })),
  };
}

type Folds = readonly (readonly Tie[])[];

const sumOver = (tie: Tie, of: (entry: number) => number) => tie.entries.reduce((sum, j) => sum + of(j), 0);

function rankWeighted(judged: Judged, folds: Folds, weigh: (tie: Tie) => TieWeight): Uncertain {
  const { gain, mass, tilt, count, total } = judged;
  const influence = new Float64Array(gain.length);
  const tilted = folds.map((ties) => ties.reduce((sum, tie) => sum + sumOver(tie, (j) => count[j] * tilt[j]), 0));
  const all = tilted.reduce((a, b) => a + b, 0);
  let value = 0;
  folds.forEach((ties, k) => {
    const weights = ties.map(weigh);
    const gains = ties.map((tie) => sumOver(tie, (j) => count[j] * gain[j]) / tilted[k]);
    const own = gains.reduce((sum, g, i) => sum + g * weights[i].value, 0);
    value += (own * tilted[k]) / all;
    // One row more moves the places of those below it up, and those of all towards nought.
    const still = ties.reduce(
      (sum, { from, to }, i) => sum + gains[i] * (from * weights[i].from + to * weights[i].to),
      0,
    );
    const starts = gains.reduce((sum, g, i) => sum + g * weights[i].from, 0);
    const ends = gains.reduce((sum, g, i) => sum + g * weights[i].to, 0);
    let [started, ended] = [0, 0];
    ties.forEach((tie, i) => {
      started += gains[i] * weights[i].from;
      const moved = starts - started + (ends - ended) - still;
      ended += gains[i] * weights[i].to;
      for (const j of tie.entries) {
        influence[j] = ((gain[j] * weights[i].value + tilt[j] * moved - own * mass[j]) * total) / all;
      }
    });
  });
  return withInterval({ value, influence }, judged, "learnt");
}

/** TOC at one share. */
function atShare(judged: Judged, folds: Folds, share: number): Uncertain {
  const { gain, mass, tilt, count, total } = judged;
  const everybody = averageEffect(judged, () => true)!;
  if (share === 1) return withInterval({ value: 0, influence: new Float64Array(gain.length) }, judged);
  const influence = new Float64Array(gain.length);
  const inside = ({ from, to }: Tie) =>
    to > from ? Math.min(1, Math.max(0, (share - from) / (to - from))) : from < share ? 1 : 0;
  let [all, value, edge, near] = [0, 0, 0, 0];
  for (const tie of folds.flat()) {
    const g = sumOver(tie, (j) => count[j] * gain[j]);
    const h = sumOver(tie, (j) => count[j] * tilt[j]);
    all += h;
    value += inside(tie) * g;
    // The effect of those at the edge, who would come in or go out.
    const touches = tie.from <= share + WINDOW && tie.to >= share - WINDOW;
    if (touches) [edge, near] = [edge + g, near + h];
  }
  const average = value / all / share;
  for (const tie of folds.flat()) {
    const f = inside(tie);
    for (const j of tie.entries) {
      const own = (f * gain[j] + (edge / near) * (share - f) * tilt[j]) / share - average * mass[j];
      influence[j] = (own * total) / all - everybody.influence[j];
    }
  }
  return withInterval({ value: average - everybody.value, influence }, judged);
}
