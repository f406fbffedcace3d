import type { Column } from "../num/columns.js";
import { indices } from "../num/indices.js";
import { type Binned, binColumns } from "./bins/binned.js";
import { type Grounded, groundOf } from "./forest/ground.js";
import { growBags } from "./forest/grow.js";
import { predictMeans } from "./forest/predict-mean.js";
import { type ForestOptions, settle } from "./forest/settings.js";
import { makeSpace } from "./forest/space.js";
import type { Fitted, Learner, LearnNote, Task } from "./learner.js";

export type { ForestOptions } from "./forest/settings.js";

/** Trees for a mean, where nothing else is asked. */
const TREES = 200;

/**
 * Honest random forest for means (Breiman 2001; Wager & Athey 2018): trees on half-samples drawn by content, one half of each for the splits and
 * one for the leaves; missing values take the side where they gain most, levels are grouped by their mean. Out of bag the forest is
 * calibrated: a shift, and where it helps a stretch, as a forest's averages shrink towards the middle. So a fit is the same
 * in any order of rows, a weight of k is k rows, and no tree looks at names. Predictions of rows that were trained on are in the bag.
 * Throws where settings are out of range. Cost: O(trees n p log n).
 */
export function forest(options: ForestOptions = {}): Learner {
  settle(options, TREES, 1, 0);
  return {
    name: "forest",
    takesGaps: true,
    prepare: (given: readonly Column[], rows: number, weight?: Float64Array) => {
      const binned = binColumns(given, rows, weight, "a forest");
      return { notes: binned.notes, warm: false, fit: (task) => fitForest(binned, task, options) };
    },
  };
}

function fitForest(binned: Binned, task: Task, options: ForestOptions): Fitted {
  const { rows, rowHash, weight, y } = task;
  const grounded = groundOf({ binned, rows, rowHash, target: { kind: "mean", y }, ...(weight ? { weight } : {}) });
  const { ground } = grounded;
  const { mean, constant } = average(grounded);
  if (constant || ground.features.length === 0) {
    return { predict: (asked) => new Float64Array(asked.length).fill(mean), status: "constant", notes: [] };
  }
  const settings = settle(options, TREES, ground.features.length, task.seed);
  const packed = growBags(ground, settings, 0, settings.bags, makeSpace(ground.size, ground.features.length));
  const walked = { rows: ground.size, bins: ground.bins };
  const own = indices(ground.size);
  const out = predictMeans(packed, walked, own, { ground, seed: settings.seed, groupOf: own });
  const line = calibrate(grounded, out, mean);
  const [low, high] = task.kind === "binary" ? [0, 1] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const drawn = (value: number) => line.middle + line.slope * (value - line.centre);
  const outside = out.reduce((sum, value) => sum + (drawn(value) < low || drawn(value) > high ? 1 : 0), 0);
  const notes: LearnNote[] = [];
  if (outside > 0) {
    const text = `${outside} of ${ground.size} probabilities of the forest came out beyond 0 or 1 and were set to these.`;
    notes.push({ id: "probabilities-cut", text });
  }
  const predict = (asked: Int32Array): Float64Array =>
    predictMeans(packed, binned, asked).map((value) =>
      // Where nobody fills any tree nothing is known but the average.
      Number.isNaN(value) ? mean : Math.min(high, Math.max(low, drawn(value))),
    );
  return { predict, status: "converged", notes };
}

function average({ ground }: Grounded): { mean: number; constant: boolean } {
  const { count, target } = ground;
  let sum = 0;
  let total = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let g = 0; g < ground.size; g++) {
    if (count[g] === 0) continue;
    sum += count[g] * target.y[g];
    total += count[g];
    low = Math.min(low, target.y[g]);
    high = Math.max(high, target.y[g]);
  }
  return low < high ? { mean: sum / total, constant: false } : { mean: total > 0 ? low : Number.NaN, constant: true };
}

interface Line {
  readonly centre: number;
  readonly middle: number;
  readonly slope: number;
}

/**
 * The line of the outcomes on the out-of-bag predictions. Its slope is above 1 where averaging over neighbours has shrunk too much; never
 * below 1, as a forest that has found nothing is flat already.
 */
function calibrate({ ground }: Grounded, out: Float64Array, mean: number): Line {
  const { count, target } = ground;
  let total = 0;
  let sumP = 0;
  let sumY = 0;
  for (let g = 0; g < ground.size; g++) {
    if (Number.isNaN(out[g])) continue;
    total += count[g];
    sumP += count[g] * out[g];
    sumY += count[g] * target.y[g];
  }
  if (!(total > 0)) return { centre: mean, middle: mean, slope: 1 };
  const centre = sumP / total;
  let pp = 0;
  let py = 0;
  for (let g = 0; g < ground.size; g++) {
    if (Number.isNaN(out[g])) continue;
    pp += count[g] * (out[g] - centre) ** 2;
    py += count[g] * (out[g] - centre) * (target.y[g] - sumY / total);
  }
  return { centre, middle: sumY / total, slope: pp > 0 ? Math.max(1, py / pp) : 1 };
}
