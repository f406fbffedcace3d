import { hashNumber, mix } from "../../num/hash.js";
import type { Task } from "../learner.js";

/** Weights that sum to this or less are the cells of an exact law: there is no chance in them, and nothing to validate. */
const LAW = 1 + 1e-6;

/** Observations behind the training rows, and whether these are an exact law. */
export function massOf(weight: Float64Array): { readonly mass: number; readonly law: boolean } {
  const mass = weight.reduce((a, b) => a + b, 0);
  return { mass, law: mass <= LAW && weight.length > 1 };
}

/**
 * What decides the fate of each training row: covariates, outcome and seed, so that rows that are the same to a learner are the same here.
 * The values of a binary outcome enter by which is rarer, so that swapping their names moves no row. Aligned with `task.rows`.
 */
export function contentKeys({ rows, rowHash, seed, kind }: Task, y: Float64Array, weight: Float64Array): Uint32Array {
  let ones = 0;
  let zeros = 0;
  let mark = 0;
  for (let i = 0; kind === "binary" && i < y.length; i++) {
    if (y[i] === 1) ones += weight[i];
    else zeros += weight[i];
    mark += (y[i] === 1 ? 1 : -1) * weight[i] * rowHash[rows[i]];
  }
  const swap = ones > zeros || (ones === zeros && mark > 0);
  const keys = new Uint32Array(rows.length);
  for (let i = 0; i < keys.length; i++) {
    keys[i] = mix(mix(rowHash[rows[i]], hashNumber(swap ? 1 - y[i] : y[i])), seed);
  }
  return keys;
}

/**
 * Deals observations into `parts` by a hash of their content and of their number among observations of the same content:
 * `share[f][i]` of `weight[i]` is in part f. Each observation falls independently, as cross-validation assumes: parts that were made alike on
 * purpose would hide from it what a fit learns by chance. A row of weight k is k rows; what is left of a weight that is not whole falls as one
 * more. `salt` tells one use from another, so that a split inside a split does not repeat it. Cost: O(observations).
 */
export function dealParts(keys: Uint32Array, weight: Float64Array, parts: number, salt: number): Float64Array[] {
  const shares = Array.from({ length: parts }, () => new Float64Array(keys.length));
  const met = new Map<number, number>();
  for (let i = 0; i < keys.length; i++) {
    const first = met.get(keys[i]) ?? 0;
    const content = mix(keys[i], salt);
    let left = weight[i];
    let copy = first;
    for (; left > 0; copy++) {
      const one = Math.min(1, left);
      shares[mix(content, copy) % parts][i] += one;
      left -= one;
    }
    met.set(keys[i], copy);
  }
  return shares;
}

/** One part of the training rows held out: what is learnt from and what it is judged by, each with its weights (aligned with its rows). */
export interface Split {
  /** Places within `task.rows`. */
  readonly learnt: Int32Array;
  readonly judged: Int32Array;
  readonly learntWeight: Float64Array;
  readonly judgedWeight: Float64Array;
}

/** The parts as splits; a part that is empty, or that leaves nothing to learn from, makes none. */
export function splitsOf(shares: readonly Float64Array[], weight: Float64Array): Split[] {
  const places = Int32Array.from(weight, (_, i) => i);
  const splits: Split[] = [];
  for (const held of shares) {
    const learnt = places.filter((i) => weight[i] - held[i] > 0);
    const judged = places.filter((i) => held[i] > 0);
    if (learnt.length === 0 || judged.length === 0) continue;
    splits.push({
      learnt,
      judged,
      learntWeight: Float64Array.from(learnt, (i) => weight[i] - held[i]),
      judgedWeight: Float64Array.from(judged, (i) => held[i]),
    });
  }
  return splits;
}

/** The task of learning from a part of the training rows. */
export function partTask(task: Task, split: Split): Task {
  const rows = Int32Array.from(split.learnt, (i) => task.rows[i]);
  const { start: _, weight: __, ...rest } = task;
  if (split.learntWeight.every((w) => w === 1)) return { ...rest, rows };
  const weight = new Float64Array(task.y.length);
  for (let k = 0; k < rows.length; k++) weight[rows[k]] = split.learntWeight[k];
  return { ...rest, rows, weight };
}

/** How many parts so many observations are dealt into: as many as asked for, but none smaller than `least`; 1: too few to part. */
export function partsFor(mass: number, wanted: number, least: number): number {
  const parts = Math.min(wanted, Math.floor(mass / least));
  return parts < 2 ? 1 : parts;
}
