import { indices } from "../../num/indices.js";
import { uniformStream } from "../../num/random.js";
import { type Block, type BlockWeights, blockEffect, rowsOf, type Weigh } from "./block.js";
import { normalised } from "./simplex.js";

/** A standard error of a block's effect and how it was found, or the reason why there is none. */
export type Spread =
  | { readonly se: number; readonly how: "placebo"; readonly placebos: number; readonly every: boolean }
  | { readonly se: number; readonly how: "jackknife" }
  | { readonly se: number; readonly how: "clustered" }
  | { readonly se?: undefined; readonly how: "none"; readonly reason: string };

/** How the standard error was found, for the end of a method's name; `unit` is what the units are called. */
export function spreadWords(spread: Spread, unit: string): string {
  switch (spread.how) {
    case "clustered":
      return `; standard error clustered by ${unit}`;
    case "jackknife":
      return "; jackknife standard error";
    case "none":
      return "; no standard error";
    case "placebo": {
      const { placebos, every } = spread;
      return `; placebo standard error (${every ? `each of ${placebos} control units in turn` : `${placebos} draws of control units`})`;
    }
  }
}

export interface PlaceboSettings {
  readonly seed: number;
  readonly replications: number;
  /** Called with the share that is done; the place to let others run. */
  readonly onDone?: (fraction: number) => Promise<void> | void;
}

/** Replications between two breaths. */
const BREATH = 10;

/**
 * Placebo standard error (Arkhangelsky et al. 2021, algorithm 4): as many controls as there are treated units, drawn without
 * replacement, take the treated's place among the other controls; the spread of what the method then finds. With one treated unit and no
 * more controls than replications each control takes its place once, which is what drawing for ever would come to. Assumes that
 * treated and control units are equally noisy. Needs more controls than treated units. Cost: a fit for each placebo.
 */
export async function placeboSpread(
  block: Block,
  weigh: Weigh,
  weights: BlockWeights,
  settings: PlaceboSettings,
): Promise<Spread & { readonly how: "placebo" }> {
  const { controls, control, treatedUnits, times } = block;
  const { seed, replications, onDone } = settings;
  const every = treatedUnits === 1 && controls <= replications;
  const found = new Float64Array(every ? controls : replications);
  const left = controls - treatedUnits;
  for (let r = 0; r < found.length; r++) {
    const order = every ? withLast(controls, r) : shuffled(controls, seed, r);
    const [others, placebos] = [order.subarray(0, left), order.subarray(left)];
    const among: Block = {
      ...block,
      controls: left,
      control: rowsOf(control, others, times),
      treated: rowsOf(control, placebos, times),
    };
    const start = { omega: normalised(Float64Array.from(others, (i) => weights.omega[i])), lambda: weights.lambda };
    found[r] = blockEffect(among, weigh(among, start)).value;
    if (onDone && ((r + 1) % BREATH === 0 || r + 1 === found.length)) await onDone((r + 1) / found.length);
  }
  const mean = found.reduce((a, b) => a + b, 0) / found.length;
  const se = Math.sqrt(found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / found.length);
  return { se, how: "placebo", placebos: found.length, every };
}

/** The numbers 0 to n - 1 with one of them last. */
function withLast(n: number, last: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => (i === n - 1 ? last : i < last ? i : i + 1));
}

/** The numbers 0 to n - 1 in random order: a function of seed and stream (Fisher & Yates). */
function shuffled(n: number, seed: number, stream: number): Int32Array {
  const uniform = uniformStream(seed, stream);
  const order = indices(n);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * Jackknife standard error (Arkhangelsky et al. 2021, algorithm 3): each unit left out once, the weights of the others kept and made to
 * sum to 1. Conservative. Undefined with one treated unit, or with weight on one control only. Cost: O(units x times).
 */
export function jackknifeSpread(block: Block, weights: BlockWeights): number | undefined {
  const { controls, treatedUnits, times, before } = block;
  if (treatedUnits < 2 || weights.omega.filter((w) => w !== 0).length < 2) return undefined;
  // The effect is linear in the units: each has one number, its average after the start less its weighted periods before.
  const number = (y: Float64Array, i: number) => {
    let sum = 0;
    for (let t = 0; t < times; t++) {
      sum += (t < before ? -weights.lambda[t] : 1 / (times - before)) * y[i * times + t];
    }
    return sum;
  };
  const treated = Float64Array.from({ length: treatedUnits }, (_, i) => number(block.treated, i));
  const control = Float64Array.from({ length: controls }, (_, i) => number(block.control, i));
  const one = treated.reduce((a, b) => a + b, 0);
  const other = control.reduce((sum, value, i) => sum + weights.omega[i] * value, 0);
  const mass = weights.omega.reduce((a, b) => a + b, 0);
  const found = [
    ...Array.from(treated, (value) => (one - value) / (treatedUnits - 1) - other / mass),
    ...Array.from(
      control,
      (value, i) => one / treatedUnits - (other - weights.omega[i] * value) / (mass - weights.omega[i]),
    ),
  ];
  const n = found.length;
  const mean = found.reduce((a, b) => a + b, 0) / n;
  return Math.sqrt(((n - 1) / n) * found.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}
