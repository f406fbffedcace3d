import type { Targeting, Uncertain } from "../../query/heterogeneity.js";
import { averageEffect, type Judged, withInterval } from "./judged.js";
import { insideOf, type Places, placesOf } from "./places.js";

/** Shares of the curve that is shown. */
const SHARES = Array.from({ length: 20 }, (_, k) => (k + 1) / 20);

/** Half the width of the window in which the effect at an edge of the curve is looked at, in shares. */
export const EDGE = 0.05;

/** Average of a weight function over the places of a tie, and its slopes in both ends. */
interface TieWeight {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const xlogx = (x: number) => (x > 0 ? x * Math.log(x) : 0);

/** Of -log u - 1, which makes the area under the curve out of the scores: a row at place u is in the top q for all q above u. */
function autocWeight(from: number, to: number): TieWeight {
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
function qiniWeight(from: number, to: number): TieWeight {
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
  const places = placesOf(judged);
  if (nothingRanked(places)) return undefined;
  return {
    autoc: autocOf(judged, places),
    qini: qiniOf(judged, places),
    curve: SHARES.map((share) => ({ share, ...atShare(judged, places, share) })),
  };
}

/** Has everybody of each fold the same predicted effect? */
function nothingRanked({ fold }: Places): boolean {
  return fold[fold.length - 1] === fold.length - 1;
}

/** The AUTOC of rows ranked by `places`. */
export function autocOf(judged: Judged, places: Places): Uncertain {
  return rankWeighted(judged, places, autocWeight);
}

/** The Qini coefficient (integral of q TOC(q)) of rows ranked by `places`. */
export function qiniOf(judged: Judged, places: Places): Uncertain {
  return rankWeighted(judged, places, qiniWeight);
}

/** Sum over the entries of a tie, each as often as it counts. */
function sumOver(values: Float64Array, count: Float64Array, { order, start }: Places, tie: number): number {
  let sum = 0;
  for (let i = start[tie]; i < start[tie + 1]; i++) sum += count[order[i]] * values[order[i]];
  return sum;
}

function rankWeighted(judged: Judged, places: Places, weigh: (from: number, to: number) => TieWeight): Uncertain {
  const { gain, mass, tilt, count, total } = judged;
  const { order, start, from, to, fold } = places;
  const influence = new Float64Array(gain.length);
  const tilted = Array.from({ length: fold.length - 1 }, (_, k) => {
    let sum = 0;
    for (let tie = fold[k]; tie < fold[k + 1]; tie++) sum += sumOver(tilt, count, places, tie);
    return sum;
  });
  const all = tilted.reduce((a, b) => a + b, 0);
  let value = 0;
  for (let k = 0; k < fold.length - 1; k++) {
    const ties = fold[k + 1] - fold[k];
    const [gains, weight, starting, ending] = Array.from({ length: 4 }, () => new Float64Array(ties));
    let [own, still, starts, ends] = [0, 0, 0, 0];
    for (let i = 0; i < ties; i++) {
      const tie = fold[k] + i;
      const w = weigh(from[tie], to[tie]);
      gains[i] = sumOver(gain, count, places, tie) / tilted[k];
      weight[i] = w.value;
      starting[i] = gains[i] * w.from;
      ending[i] = gains[i] * w.to;
      own += gains[i] * w.value;
      // One row more moves the places of those below it up, and those of all towards nought.
      still += gains[i] * (from[tie] * w.from + to[tie] * w.to);
      starts += starting[i];
      ends += ending[i];
    }
    value += (own * tilted[k]) / all;
    let [started, ended] = [0, 0];
    for (let i = 0; i < ties; i++) {
      const tie = fold[k] + i;
      started += starting[i];
      const moved = starts - started + (ends - ended) - still;
      ended += ending[i];
      for (let at = start[tie]; at < start[tie + 1]; at++) {
        const j = order[at];
        influence[j] = ((gain[j] * weight[i] + tilt[j] * moved - own * mass[j]) * total) / all;
      }
    }
  }
  return withInterval({ value, influence }, judged, "learnt");
}

/** TOC at one share. */
function atShare(judged: Judged, places: Places, share: number): Uncertain {
  const { gain, mass, tilt, count, total } = judged;
  const { order, start, from, to } = places;
  const everybody = averageEffect(judged, () => true)!;
  if (share === 1) return withInterval({ value: 0, influence: new Float64Array(gain.length) }, judged);
  const influence = new Float64Array(gain.length);
  let [all, value, edge, near] = [0, 0, 0, 0];
  for (let tie = 0; tie < from.length; tie++) {
    const g = sumOver(gain, count, places, tie);
    const h = sumOver(tilt, count, places, tie);
    all += h;
    value += insideOf(places, tie, share) * g;
    // The effect of those at the edge, who would come in or go out.
    const touches = from[tie] <= share + EDGE && to[tie] >= share - EDGE;
    if (touches) [edge, near] = [edge + g, near + h];
  }
  const average = value / all / share;
  for (let tie = 0; tie < from.length; tie++) {
    const f = insideOf(places, tie, share);
    for (let at = start[tie]; at < start[tie + 1]; at++) {
      const j = order[at];
      const own = (f * gain[j] + (edge / near) * (share - f) * tilt[j]) / share - average * mass[j];
      influence[j] = (own * total) / all - everybody.influence[j];
    }
  }
  return withInterval({ value: average - everybody.value, influence }, judged);
}
