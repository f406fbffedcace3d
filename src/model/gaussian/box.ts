import { truncatedPair } from "../../num/bivariate-normal.js";
import { truncatedNormal } from "../../num/normal.js";
import type { Unable } from "../request.js";
import type { Condition } from "./condition.js";
import { dot, type Known, type Seen, see } from "./known.js";
import type { Affine } from "./value.js";

/** One direction of the noises, as a unit vector, and the ends between which they lie along it. */
interface Side {
  readonly direction: Float64Array;
  readonly loss: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The noises in a box: one or two sides that go together, independent of all other boxes. Means and covariances are those of the noises
 * along the sides, given that they lie in the box.
 */
interface Block {
  readonly directions: readonly Float64Array[];
  /** Row-major inverse of the sides' correlations. */
  readonly inverse: readonly number[];
  readonly means: readonly number[];
  /** Row-major. */
  readonly covariances: readonly number[];
}

/** What is known after inequalities as well. */
export interface Boxed {
  readonly known: Known;
  /** log P(all inequalities | exact values). */
  readonly log: number;
  readonly blocks: readonly Block[];
}

/** A determined quantity this near a bound is at it. */
const AT_BOUND = 1e-12;
/** Rounding of a unit vector's coordinates and products. */
const ROUNDING = 1e-14;
const NOT_AT_ALL = -Infinity;

/**
 * Probability of the conditions given what is known, and the law of the noises then. Conditions on parallel quantities are one side;
 * sides that are uncorrelated are blocks of their own. Equalities hold with probability 0, unless the quantity is determined.
 * @returns unable, when three or more sides go together
 * Cost: conditions^2 x noises; a normal probability of one or two dimensions for each block
 */
export function boxed(known: Known, conditions: readonly Condition[]): Boxed | Unable {
  const sides: Side[] = [];
  const nowhere = { known, log: NOT_AT_ALL, blocks: [] };
  for (const condition of conditions) {
    const seen = see(known, condition.of);
    if (seen.sd === 0) {
      if (!holdsAt(seen, condition)) return nowhere;
    } else if (condition.comparison === "=") return nowhere;
    else if (condition.comparison !== "!=") addSide(sides, sideOf(seen, condition));
  }
  if (sides.some(({ low, high }) => !(low < high))) return nowhere;
  const blocks: Block[] = [];
  let log = 0;
  for (const group of togetherOf(sides)) {
    if (group.length > 2) {
      return { unable: `the question puts bounds on ${group.length} normal quantities that go together` };
    }
    const one = group.length === 1 ? single(group[0]) : pair(group[0], group[1]);
    blocks.push(one.block);
    log += one.log;
  }
  return { known, log, blocks };
}

function holdsAt({ mean, scale }: Seen, { comparison, bound }: Condition): boolean {
  const difference = mean - bound;
  const at = Math.abs(difference) <= AT_BOUND * (scale + Math.abs(bound));
  switch (comparison) {
    case "=":
      return at;
    case "!=":
      return !at;
    case "<":
      return !at && difference < 0;
    case "<=":
      return at || difference < 0;
    case ">":
      return !at && difference > 0;
    case ">=":
      return at || difference > 0;
  }
}

function sideOf({ mean, rest, sd, loss }: Seen, { comparison, bound }: Condition): Side {
  const end = (bound - mean) / sd;
  const below = comparison === "<" || comparison === "<=";
  return {
    direction: rest.map((loading) => loading / sd),
    loss,
    low: below ? -Infinity : end,
    high: below ? end : Infinity,
  };
}

/** Joins a side that is parallel to another one with it. */
function addSide(sides: Side[], side: Side): void {
  const place = sides.findIndex((other) => apart(side, other) <= ROUNDING * (side.loss + other.loss));
  if (place < 0) {
    sides.push(side);
    return;
  }
  const other = sides[place];
  const same = dot(side.direction, other.direction) > 0;
  const [low, high] = same ? [side.low, side.high] : [-side.high, -side.low];
  sides[place] = { ...other, low: Math.max(low, other.low), high: Math.min(high, other.high) };
}

/** Sine of the angle between two sides. */
function apart(one: Side, other: Side): number {
  const along = dot(one.direction, other.direction);
  const across = one.direction.map((loading, i) => loading - along * other.direction[i]);
  return Math.sqrt(dot(across, across));
}

/** Sides that are correlated, directly or through others. */
function togetherOf(sides: readonly Side[]): readonly (readonly Side[])[] {
  const groups: Side[][] = [];
  for (const side of sides) {
    const touches = (other: Side) =>
      Math.abs(dot(side.direction, other.direction)) > ROUNDING * (side.loss + other.loss);
    const touched = groups.filter((group) => group.some(touches));
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push([...touched.flat(), side]);
  }
  return groups;
}

function single({ direction, low, high }: Side): { readonly log: number; readonly block: Block } {
  const { log, mean, variance } = truncatedNormal(low, high);
  return { log, block: { directions: [direction], inverse: [1], means: [mean], covariances: [variance] } };
}

function pair(one: Side, other: Side): { readonly log: number; readonly block: Block } {
  const along = dot(one.direction, other.direction);
  const sine = apart(one, other);
  const ends = [
    [one.low, one.high],
    [other.low, other.high],
  ] as const;
  const { log, means, variances, covariance } = truncatedPair(ends[0], ends[1], along, sine);
  const square = sine * sine;
  return {
    log,
    block: {
      directions: [one.direction, other.direction],
      inverse: [1 / square, -along / square, -along / square, 1 / square],
      means,
      covariances: [variances[0], covariance, covariance, variances[1]],
    },
  };
}

/** A quantity's mean, and what is left of it beside its share in each block. */
interface Law {
  readonly mean: number;
  readonly rest: Float64Array;
  /** By block: how much of each side is in it. */
  readonly parts: readonly (readonly number[])[];
}

function lawOf({ known, blocks }: Boxed, of: Affine): Law {
  const seen = see(known, of);
  const rest = seen.rest.slice();
  let { mean } = seen;
  const parts = blocks.map(({ directions, inverse, means }) => {
    const along = directions.map((direction) => dot(direction, seen.rest));
    const size = directions.length;
    const part = along.map((_, i) => along.reduce((sum, one, j) => sum + inverse[i * size + j] * one, 0));
    directions.forEach((direction, i) => {
      for (let k = 0; k < rest.length; k++) rest[k] -= part[i] * direction[k];
      mean += part[i] * means[i];
    });
    return part;
  });
  return { mean, rest, parts };
}

/** The mean of a quantity, given everything. */
export function meanOf(boxed: Boxed, of: Affine): number {
  return lawOf(boxed, of).mean;
}

/** The mean of a product: the product of the means and the covariance, which is added up without cancellation. */
export function meanOfProduct(boxed: Boxed, one: Affine, other: Affine): number {
  const [a, b] = [lawOf(boxed, one), lawOf(boxed, other)];
  let covariance = dot(a.rest, b.rest);
  boxed.blocks.forEach(({ covariances, directions: { length: size } }, block) => {
    a.parts[block].forEach((left, i) => {
      b.parts[block].forEach((right, j) => {
        covariance += left * covariances[i * size + j] * right;
      });
    });
  });
  return a.mean * b.mean + covariance;
}
