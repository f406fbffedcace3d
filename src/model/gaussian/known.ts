import type { Affine } from "./value.js";

/** What exact values say of the noises: along each of the orthonormal directions, the noises are where the target is. */
export interface Known {
  readonly directions: readonly Float64Array[];
  readonly targets: readonly number[];
  /** How many times the rounding of a double each target may be off. */
  readonly doubts: readonly number[];
  /** log of the density of the exact values; as many dimensions as directions. */
  readonly log: number;
}

/** A quantity, given what is known: mean + rest, which is affine in noises that nothing is known about. */
export interface Seen {
  readonly mean: number;
  readonly rest: Float64Array;
  /** Standard deviation, the length of `rest`; 0 when the quantity is determined. */
  readonly sd: number;
  /** Size of the numbers that made up the mean: what its rounding is relative to. */
  readonly scale: number;
  /** How much smaller the rest is than the whole, where rounding took place. */
  readonly loss: number;
}

/** An affine quantity that is equal to `value`. */
export interface Equality {
  readonly of: Affine;
  readonly value: number;
}

export const NOTHING_KNOWN: Known = { directions: [], targets: [], doubts: [], log: 0 };

const LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** A rest this small beside the whole is rounding: the quantity is determined. */
const DETERMINED = 1e-13;
/** A determined quantity that is this near its value has it: a tenth of what people round to. */
const EQUAL = 1e-10;

/**
 * The noises given exact values, by Gram-Schmidt on the loadings with every projection done twice (Kahan's "twice is enough"), the
 * longest rest first. Values that follow from the others add nothing; undefined when they contradict them. Working on loadings rather than
 * covariances keeps all digits where a measurement is much finer than what it measures. Cost: equalities^2 x noises.
 */
export function know(equalities: readonly Equality[]): Known | undefined {
  let known = NOTHING_KNOWN;
  const open = [...equalities];
  while (open.length > 0) {
    const seen = open.map(({ of }) => see(known, of));
    let best = 0;
    for (let i = 1; i < open.length; i++) if (seen[i].sd > seen[best].sd) best = i;
    if (seen[best].sd === 0) {
      const consistent = open.every(({ value }, i) => Math.abs(value - seen[i].mean) <= EQUAL * scaleOf(seen[i], value));
      return consistent ? known : undefined;
    }
    const [{ value }] = open.splice(best, 1);
    known = learn(known, seen[best], value);
  }
  return known;
}

function scaleOf({ scale }: Seen, value: number): number {
  return scale + Math.abs(value);
}

function learn(known: Known, { mean, rest, sd, scale }: Seen, value: number): Known {
  const target = (value - mean) / sd;
  return {
    directions: [...known.directions, rest.map((loading) => loading / sd)],
    targets: [...known.targets, target],
    doubts: [...known.doubts, (scale + Math.abs(value)) / sd],
    log: known.log - LOG_ROOT_TWO_PI - Math.log(sd) - (target * target) / 2,
  };
}

/** Cost: directions x noises. */
export function see(known: Known, { constant, loadings }: Affine): Seen {
  const whole = lengthOf(loadings);
  const rest = loadings.slice();
  let mean = constant;
  let scale = Math.abs(constant);
  for (let pass = 0; pass < 2; pass++) {
    known.directions.forEach((direction, k) => {
      const along = dot(direction, rest);
      for (let i = 0; i < rest.length; i++) rest[i] -= along * direction[i];
      mean += along * known.targets[k];
      scale += Math.abs(along) * (Math.abs(known.targets[k]) + known.doubts[k]);
    });
  }
  const sd = lengthOf(rest);
  if (sd <= DETERMINED * whole) return { mean, rest: rest.fill(0), sd: 0, scale, loss: 1 };
  return { mean, rest, sd, scale, loss: whole / sd };
}

export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}

/** Scaled by the largest, so that squares neither overflow nor vanish. */
function lengthOf(vector: Float64Array): number {
  let largest = 0;
  for (const one of vector) largest = Math.max(largest, Math.abs(one));
  if (largest === 0) return 0;
  let sum = 0;
  for (const one of vector) sum += (one / largest) ** 2;
  return largest * Math.sqrt(sum);
}
