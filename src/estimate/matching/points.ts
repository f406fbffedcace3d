import { indices } from "../../num/indices.js";
import { patternsOf } from "../../num/patterns.js";
import type { Problem } from "../problem.js";
import type { Space } from "./space.js";

/** The distinct places where entries stand, with what stands there: neighbours are looked for once a place, and copies tie by themselves. */
export interface Points {
  readonly size: number;
  readonly dims: number;
  /** Row-major size x dims. */
  readonly at: Float64Array;
  /** Point of each entry. */
  readonly id: Int32Array;
  /** By arm and point: observations, and the sum of their outcomes. */
  readonly mass: readonly [Float64Array, Float64Array];
  readonly sum: readonly [Float64Array, Float64Array];
}

/** Gathers entries by where they stand; with `apart` each entry is a point of its own. Cost: O(entries x dims). */
export function pointsOf(problem: Problem, { dims, at }: Space, apart = false): Points {
  const n = problem.row.length;
  const columns = Array.from({ length: dims }, (_, d) => ({
    kind: "numeric" as const,
    name: String(d),
    values: Float64Array.from({ length: n }, (_, j) => at[j * dims + d]),
  }));
  const { id, first } = apart ? eachApart(n) : patternsOf(columns, n);
  const places = new Float64Array(first.length * dims);
  first.forEach((j, p) => {
    places.set(at.subarray(j * dims, (j + 1) * dims), p * dims);
  });
  const zeros = () => [new Float64Array(first.length), new Float64Array(first.length)] as const;
  const [mass, sum] = [zeros(), zeros()];
  for (let j = 0; j < n; j++) {
    const arm = problem.arm[j];
    if (arm < 0) continue;
    mass[arm][id[j]] += problem.count[j];
    sum[arm][id[j]] += problem.count[j] * problem.y[j];
  }
  return { size: first.length, dims, at: places, id, mass, sum };
}

function eachApart(n: number) {
  const id = indices(n);
  return { id, first: id };
}
