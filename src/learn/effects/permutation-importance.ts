import { hashNumber, mix } from "../../num/hash.js";
import { indices } from "../../num/indices.js";
import { takeColumn } from "../../num/take-column.js";
import type { EffectTask } from "./effect-learner.js";

/** Copies of rows with one covariate taken from another row, as many as this over all covariates. */
const MOST_COPIES = 20_000;

/** A task with copies of rows behind its own; nothing is learnt from the copies. */
export interface Shuffled {
  readonly about: EffectTask;
  /** The row that each place of `about` is, or is a copy of. */
  readonly origin: Int32Array;
  /** Rows that have copies, one for each covariate, covariate by covariate. */
  readonly sampled: Int32Array;
  /** Copies of a fold's rows. */
  readonly copiesOf: (fold: number) => Int32Array;
}

/** Adds the copies. The row that lends its value is chosen by content and seed. One covariate needs no comparison, and has no copies. */
export function withShuffled(task: EffectTask): Shuffled {
  const { rows, given } = task;
  const own = indices(rows);
  const size = given.length < 2 ? 0 : Math.min(rows, Math.ceil(MOST_COPIES / given.length));
  if (size === 0) return { about: task, origin: own, sampled: own.slice(0, 0), copiesOf: () => own.slice(0, 0) };
  const keys = task.rowHash.map((hash, i) => mix(mix(hash, hashNumber(task.y[i])), task.seed));
  const limit = Uint32Array.from(keys).sort()[size - 1];
  const sampled = own.filter((i) => keys[i] <= limit);
  const origin = Int32Array.from([...own, ...given.flatMap(() => [...sampled])]);
  const stacked = given.map((column, j) => {
    const source = Int32Array.from(origin);
    source.set(lenders(sampled, keys, j), rows + j * sampled.length);
    return takeColumn(column, source);
  });
  const weight = Float64Array.from(origin, (i, at) => (at >= rows ? 0 : task.weight ? task.weight[i] : 1));
  const pick = (values: Float64Array) => Float64Array.from(origin, (i) => values[i]);
  const about: EffectTask = {
    ...task,
    rows: origin.length,
    given: stacked,
    t: Uint8Array.from(origin, (i) => task.t[i]),
    y: pick(task.y),
    e: pick(task.e),
    m: [pick(task.m[0]), pick(task.m[1])],
    fold: Uint8Array.from(origin, (i) => task.fold[i]),
    ...(task.cluster ? { cluster: Int32Array.from(origin, (i) => task.cluster![i]) } : {}),
    weight,
    rowHash: Uint32Array.from(origin, (i) => task.rowHash[i]),
  };
  const copies = indices(origin.length).slice(rows);
  return { about, origin, sampled, copiesOf: (fold) => copies.filter((at) => about.fold[at] === fold) };
}

/** Each sampled row's neighbour in an order drawn for the covariate. */
function lenders(sampled: Int32Array, keys: Uint32Array, covariate: number): Int32Array {
  const drawn = new Map(Array.from(sampled, (i) => [i, mix(keys[i], covariate + 1)]));
  const order = Int32Array.from(sampled).sort((a, b) => drawn.get(a)! - drawn.get(b)!);
  const next = new Map(Array.from(order, (i, at) => [i, order[(at + 1) % order.length]]));
  return sampled.map((i) => next.get(i)!);
}

/**
 * How much the R-loss, sum ((Y - m) - (T - e) tau)^2 (Nie & Wager 2021), rises on rows held out when a covariate is shuffled (Breiman 2001), as
 * shares of all rises; undefined where nothing rises. `effect`: at the rows of `about`.
 */
export function importanceOf(task: EffectTask, shuffled: Shuffled, effect: Float64Array): Float64Array | undefined {
  const { given, rows } = task;
  const { sampled } = shuffled;
  if (given.length === 1) return Float64Array.of(1);
  if (sampled.length === 0) return undefined;
  const loss = (row: number, tau: number) => {
    const e = task.e[row];
    const rest = task.y[row] - (1 - e) * task.m[0][row] - e * task.m[1][row] - (task.t[row] - e) * tau;
    return (task.weight ? task.weight[row] : 1) * rest * rest;
  };
  const rises = given.map((_, j) =>
    Math.max(
      0,
      sampled.reduce(
        (sum, row, s) => sum + loss(row, effect[rows + j * sampled.length + s]) - loss(row, effect[row]),
        0,
      ),
    ),
  );
  const all = rises.reduce((a, b) => a + b, 0);
  return all > 0 ? Float64Array.from(rises, (rise) => rise / all) : undefined;
}
