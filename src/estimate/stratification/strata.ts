import type { Column } from "../../num/columns.js";
import { patternsOf } from "../../num/patterns.js";
import type { Problem } from "../problem.js";

/** A partition of the entries with what it holds. */
export interface Strata {
  /** Stratum of each entry; -1 for entries that belong to none (another arm, where one arm is asked about). */
  readonly id: Int32Array;
  readonly labels: readonly string[];
  /** By arm and stratum: observations. */
  readonly mass: readonly [Float64Array, Float64Array];
  /** By stratum: observations of the target. */
  readonly target: Float64Array;
}

/** Is the entry one of those asked about? */
export function coveredBy({ arm, target }: Problem, j: number): boolean {
  return target === "ate" || arm[j] === (target === "att" ? 1 : 0);
}

/**
 * Strata for the mean of either arm: the same partition, except for everybody's effect among more than two arms, where each mean has the
 * quantiles of its own (generalised) propensity (Yang et al., Biometrics 72, 2016). Cost: O(entries log entries).
 */
export function strataOf(problem: Problem, on: "propensity" | "covariates", many: number): readonly [Strata, Strata] {
  const others = problem.arm.some((a) => a < 0);
  if (on === "covariates") {
    const { id, first } = patternsOf(problem.study.given, problem.study.rows);
    return twice(
      held(
        problem,
        Int32Array.from(problem.row, (r) => id[r]),
        (s) => nameOf(problem.study.given, first[s]),
      ),
    );
  }
  const { e } = problem;
  if (others && problem.target === "ate") return [quantiles(problem, e[0], many), quantiles(problem, e[1], many)];
  return twice(
    quantiles(
      problem,
      e[1].map((one, j) => (problem.arm[j] < 0 ? Number.NaN : one / (one + e[0][j]))),
      many,
    ),
  );
}

const twice = (strata: Strata): readonly [Strata, Strata] => [strata, strata];

function nameOf(given: readonly Column[], row: number): string {
  return given
    .map(
      (column) =>
        `${column.name} = ${column.kind === "numeric" ? column.values[row] : column.levels[column.codes[row]]}`,
    )
    .join(", ");
}

/** Numbers the strata that hold anybody and counts who is in them. */
function held(problem: Problem, raw: Int32Array, label: (stratum: number) => string): Strata {
  const { arm, count } = problem;
  const place = new Map<number, number>();
  const id = raw.map((s, j) => {
    if (s < 0 || count[j] === 0) return -1;
    if (!place.has(s)) place.set(s, place.size);
    return place.get(s)!;
  });
  // In the order of the strata, not of the rows.
  const order = [...place.keys()].sort((a, b) => a - b);
  const rank = new Map(order.map((s, r) => [place.get(s)!, r]));
  const mass = [new Float64Array(order.length), new Float64Array(order.length)] as const;
  const target = new Float64Array(order.length);
  for (let j = 0; j < id.length; j++) {
    if (id[j] < 0) continue;
    id[j] = rank.get(id[j])!;
    if (arm[j] >= 0) mass[arm[j] as 0 | 1][id[j]] += count[j];
    if (coveredBy(problem, j)) target[id[j]] += count[j];
  }
  return { id, labels: order.map(label), mass, target };
}

/**
 * Strata with an equal share of the target each, as nearly as ties allow: whoever stands (in the middle of those with an equal score) above
 * k / K of the target is above edge k. Just on an edge the score decides, so that swapping the arms mirrors the strata.
 */
function quantiles(problem: Problem, score: Float64Array, many: number): Strata {
  const { count } = problem;
  const order = Int32Array.from(score, (_, j) => j)
    .filter((j) => !Number.isNaN(score[j]) && count[j] > 0)
    .sort((a, b) => score[a] - score[b]);
  const mass = (j: number) => (coveredBy(problem, j) ? count[j] : 0);
  const whole = order.reduce((sum, j) => sum + mass(j), 0);
  const raw = new Int32Array(score.length).fill(-1);
  const low = new Float64Array(many).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(many).fill(Number.NEGATIVE_INFINITY);
  let below = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    const here = score[order[from]];
    let equal = 0;
    for (; to < order.length && score[order[to]] === here; to++) equal += mass(order[to]);
    const standing = ((below + equal / 2) / whole) * many;
    const edge = Math.round(standing);
    const onEdge = Math.abs(standing - edge) < 1e-9 * many;
    const s = Math.min(many - 1, Math.max(0, onEdge ? edge - (here > 0.5 ? 0 : 1) : Math.floor(standing)));
    for (let k = from; k < to; k++) raw[order[k]] = s;
    low[s] = Math.min(low[s], here);
    high[s] = Math.max(high[s], here);
    below += equal;
  }
  return held(problem, raw, (s) => `propensity ${low[s].toPrecision(3)} to ${high[s].toPrecision(3)}`);
}
