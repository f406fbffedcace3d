import { crossFit, type Pause } from "../learn/crossfit.js";
import type { Learner } from "../learn/learner.js";
import type { Column } from "../num/columns.js";
import type { Feature } from "./features.js";
import type { Dealt } from "./observations.js";

/** Less than this part of a feature's variance left: what is given settles it, but for rounding. */
const NOTHING = 1e-9;

export interface Making {
  readonly seed: number;
  readonly pause: Pause;
  /** Curves too, and not only trends? */
  readonly curves: boolean;
}

/** What is left of a function of a tested column, row by row. `curve`: of the size of what a number leaves; `trend`: of anything else. */
export interface Residual {
  readonly sees: "trend" | "curve";
  readonly values: Float64Array;
}

/** One way to learn the mean of something from other columns. */
export interface Means {
  readonly learner: Learner;
  readonly from: readonly Column[];
}

/**
 * What is left of each feature when its mean is taken away. Each mean is learnt from the other folds in all the given ways, and the one
 * with the least squared error there counts (M. van der Laan, E. Polley and A. Hubbard, Statistical Applications in Genetics and Molecular
 * Biology 6, 2007). Of numbers the sizes of what is left come behind, less their own means in turn (`curves`): they see what a trend cannot.
 * What is settled by the columns learnt from is left out. Cost: five fits each, and way.
 */
export async function residualsOf(
  features: readonly Feature[],
  ways: readonly Means[],
  { rows, counts, entries }: Dealt,
  { seed, pause, curves }: Making,
): Promise<readonly Residual[]> {
  const prepared = ways
    .filter(({ from }) => from.length > 0)
    .map(({ learner, from }) => learner.prepare(from, rows, counts));
  const square = (values: Float64Array) =>
    average(
      values.map((v) => v * v),
      entries.count,
    );
  const rest = async (kind: Feature["kind"], y: Float64Array) => {
    const mean = average(y, entries.count);
    const centred = y.map((v) => v - mean);
    let best = { left: centred, error: prepared.length === 0 ? square(centred) : Number.POSITIVE_INFINITY };
    for (const way of prepared) {
      const { predicted } = await crossFit(way, rows, entries, { kind, y, seed }, { halves: false, pause });
      const left = y.map((v, i) => v - predicted[i]);
      const error = square(left);
      if (error < best.error) best = { left, error };
    }
    return best.error > NOTHING * square(centred) ? best.left : undefined;
  };
  const out: Residual[] = [];
  for (const { kind, y } of features) {
    const trend = await rest(kind, y);
    if (trend === undefined) continue;
    out.push({ sees: "trend", values: trend });
    const curve = curves && kind === "numeric" && (await rest(kind, trend.map(Math.abs)));
    if (curve) out.push({ sees: "curve", values: curve });
  }
  return out;
}

function average(values: Float64Array, count: Float64Array): number {
  let [sum, mass] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += count[i] * values[i];
    mass += count[i];
  }
  return sum / mass;
}
