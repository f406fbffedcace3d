import type { Range } from "../../query/answer.js";
import type { Problem } from "../problem.js";

/** One arm's weighted mean as far as hidden causes of treatment may move its weights: a function of the odds ratio lambda >= 1. */
export type MeanRange = (lambda: number) => Range;

/** Sums of the first k entries, largest outcome first: fixed parts a and movable parts b of the weights, each also times the outcome. */
interface Sorted {
  readonly y: Float64Array;
  readonly a: Float64Array;
  readonly ay: Float64Array;
  readonly b: Float64Array;
  readonly by: Float64Array;
}

/**
 * The ranges of both arms' Hajek means, the reference first, over all weights that hidden causes allow under the marginal sensitivity model:
 * true and fitted odds of treatment differ at most `lambda`-fold in every entry. An entry's weight is a + b z with z anywhere in
 * [1/lambda, lambda]: 1 + z (1 - e)/e for everybody's mean, z e1/e0 for the treated's mean without treatment; an arm that is the target itself is a plain mean.
 * Undefined for the overlap target, whose own population would change. Cost: a sort.
 * Source: Z. Tan, JASA 101, 2006; Q. Zhao, D. Small & B. Bhattacharya, JRSS B 81, 2019.
 */
export function meanRanges(problem: Problem): readonly [MeanRange, MeanRange] | undefined {
  const { target, e } = problem;
  if (target === "overlap") return undefined;
  const [own, other] = target === "att" ? [1, 0] : target === "atc" ? [0, 1] : [-1, -1];
  const parts = (arm: 0 | 1): ((j: number) => readonly [number, number]) => {
    if (arm === own) return () => [1, 0];
    if (arm === other) return (j) => [0, e[own][j] / e[arm][j]];
    return (j) => [1, (1 - e[arm][j]) / e[arm][j]];
  };
  return [rangeOf(sorted(problem, 0, parts(0))), rangeOf(sorted(problem, 1, parts(1)))];
}

function sorted(problem: Problem, arm: 0 | 1, parts: (j: number) => readonly [number, number]): Sorted {
  const { y, count } = problem;
  const members = Int32Array.from(problem.arm.keys()).filter((j) => problem.arm[j] === arm && count[j] > 0);
  members.sort((i, j) => y[j] - y[i]);
  const sums = () => new Float64Array(members.length + 1);
  const out = { y: Float64Array.from(members, (j) => y[j]), a: sums(), ay: sums(), b: sums(), by: sums() };
  members.forEach((j, k) => {
    const [a, b] = parts(j);
    out.a[k + 1] = out.a[k] + count[j] * a;
    out.ay[k + 1] = out.ay[k] + count[j] * a * y[j];
    out.b[k + 1] = out.b[k] + count[j] * b;
    out.by[k + 1] = out.by[k] + count[j] * b * y[j];
  });
  return out;
}

/**
 * A ratio of linear functions is largest at a corner, where every outcome above the ratio has its largest weight and every other its
 * smallest: with outcomes sorted only the place of the change is looked for, and the ratio rises up to it and falls after it.
 */
function rangeOf({ y, a, ay, b, by }: Sorted): MeanRange {
  const n = y.length;
  const mean = (k: number, first: number, rest: number) =>
    (ay[n] + first * by[k] + rest * (by[n] - by[k])) / (a[n] + first * b[k] + rest * (b[n] - b[k]));
  const turn = (goesOn: (k: number) => boolean) => {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (goesOn(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (lambda) => {
    const most = turn((k) => y[k] > mean(k, lambda, 1 / lambda));
    const least = turn((k) => y[k] > mean(k, 1 / lambda, lambda));
    return [mean(least, 1 / lambda, lambda), mean(most, lambda, 1 / lambda)];
  };
}
