import { log } from "../../num/elementary.js";
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

const LOG_ROOT_TWO_PI = 0.5 * log(2 * Math.PI);
/** A rest this small beside the whole is rounding: the quantity is determined. */
const DETERMINED = 1e-13;
/** A determined quantity that is this near its value has it: values are typed with ten digits or so. */
const EQUAL = 1e-10;

/**
 * The noises given exact values, by Gram-Schmidt on the loadings, the longest rest first, every projection done twice (Kahan's "twice is
 * enough"). Values that follow from the others add nothing; undefined when they contradict them. Working on loadings rather than
 * covariances keeps the digits where a measurement is much finer than what it measures. Cost: equalities^2 x noises.
 */
export function know(equalities: readonly Equality[]): Known | undefined {
  const known = { directions: [] as Float64Array[], targets: [] as number[], doubts: [] as number[], log: 0 };
  let open = equalities.map(({ of, value }) => ({ value, sight: sightOf(of) }));
  while (open.length > 0) {
    const longest = open.reduce((best, one) => (lengthOf(one.sight.rest) > lengthOf(best.sight.rest) ? one : best));
    const { value, sight } = longest;
    allWithout(sight, known);
    const { mean, rest, sd, scale } = seenOf(sight);
    open = open.filter((one) => one !== longest);
    if (sd === 0) {
      if (Math.abs(value - mean) > EQUAL * (scale + Math.abs(value))) return undefined;
      continue;
    }
    const direction = rest.map((loading) => loading / sd);
    const [target, doubt] = [(value - mean) / sd, (scale + Math.abs(value)) / sd];
    known.directions.push(direction);
    known.targets.push(target);
    known.doubts.push(doubt);
    known.log -= LOG_ROOT_TWO_PI + log(sd) + (target * target) / 2;
    for (const one of open) without(one.sight, direction, target, doubt);
  }
  return known;
}

/** A quantity given what is known. Cost: directions x noises. */
export function see(known: Known, of: Affine): Seen {
  const sight = sightOf(of);
  allWithout(sight, known);
  allWithout(sight, known);
  return seenOf(sight);
}

/** A quantity some of whose directions are known already. */
interface Sight {
  mean: number;
  scale: number;
  readonly rest: Float64Array;
  readonly whole: number;
}

function sightOf({ constant, loadings }: Affine): Sight {
  return { mean: constant, scale: Math.abs(constant), rest: loadings.slice(), whole: lengthOf(loadings) };
}

/** Puts what is known of a direction into the mean. */
function without(sight: Sight, direction: Float64Array, target: number, doubt: number): void {
  const { rest, whole } = sight;
  const along = dot(direction, rest);
  for (let i = 0; i < rest.length; i++) rest[i] -= along * direction[i];
  sight.mean += along * target;
  // `along` is rounded beside the whole vector, the target beside what it was made of.
  sight.scale += whole * Math.abs(target) + Math.abs(along) * doubt;
}

function allWithout(sight: Sight, { directions, targets, doubts }: Known): void {
  for (let k = 0; k < directions.length; k++) without(sight, directions[k], targets[k], doubts[k]);
}

function seenOf({ mean, scale, rest, whole }: Sight): Seen {
  const sd = lengthOf(rest);
  if (sd <= DETERMINED * whole) return { mean, rest: new Float64Array(rest.length), sd: 0, scale, loss: 1 };
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
  for (const one of vector) sum += (one / largest) * (one / largest);
  return largest * Math.sqrt(sum);
}
