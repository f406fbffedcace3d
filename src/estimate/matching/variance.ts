import { linearDesign } from "../../learn/linear/design.js";
import type { FittedProblem, Problem } from "../problem.js";
import type { Points } from "./points.js";
import { searchOf } from "./search.js";

/** Neighbours in the same arm whose spread stands for the noise of an observation (Abadie & Imbens 2006 leave the number open). */
const NEIGHBOURS = 4;

/** What each entry is away from its like: outcome less the average of its neighbours, and how many these are. */
export interface Noise {
  readonly rest: Float64Array;
  readonly neighbours: Float64Array;
}

/** Conditional variance of an entry's outcome: J / (J + 1) times the square of what it is away from J neighbours. */
export function varianceAt({ rest, neighbours }: Noise, j: number): number {
  return (neighbours[j] / (neighbours[j] + 1)) * rest[j] * rest[j];
}

/**
 * Each entry beside its J nearest of the same arm, J = 4 and all that tie, or as many as there are (Abadie & Imbens 2006, eq. 14). Not a
 * number for an observation that is alone in its arm; 0 where not `asked`. Cost: a search a point.
 */
export function noiseOf(problem: Problem, points: Points, asked: (entry: number) => boolean): Noise {
  const { arm, y, count } = problem;
  const rest = new Float64Array(y.length);
  const neighbours = new Float64Array(y.length);
  const found: number[] = [];
  for (const w of [0, 1] as const) {
    const { mass, sum } = points;
    const search = searchOf(points, w);
    const wanted = new Uint8Array(points.size);
    for (let j = 0; j < y.length; j++) if (arm[j] === w && count[j] > 0 && asked(j)) wanted[points.id[j]] = 1;
    const around = new Float64Array(points.size);
    const total = new Float64Array(points.size);
    for (let p = 0; p < points.size; p++) {
      if (wanted[p] === 0) continue;
      const many = search(p, NEIGHBOURS + 1, Number.POSITIVE_INFINITY, found);
      for (let k = 0; k < many; k++) {
        around[p] += mass[w][found[k]];
        total[p] += sum[w][found[k]];
      }
    }
    for (let j = 0; j < y.length; j++) {
      if (arm[j] !== w || count[j] === 0 || !asked(j)) continue;
      const others = around[points.id[j]] - 1;
      neighbours[j] = others;
      rest[j] = others > 0 ? y[j] - (total[points.id[j]] - y[j]) / others : Number.NaN;
    }
  }
  return { rest, neighbours };
}

/**
 * What learning the propensity by a logit takes off the variance of everybody's effect, matched on it: c' I^-1 c / N with
 * c = E[de/dtheta ((m1(X) - m1(e)) / e + (m0(X) - m0(e)) / (1 - e))] (Abadie & Imbens, Econometrica 84, 2016, theorem 1), where each
 * observation's distance from its like in the propensity stands for m(X) - m(e) and `use` (its own outcome and those it stands in for) for
 * one over the chance of its arm. Cost: the fit's.
 */
export function learntAway(problem: FittedProblem, { rest }: Noise, use: Float64Array, size: number): number {
  const { arm, count, e, fits, study, total } = problem;
  const pull = Float64Array.from(rest, (r, j) => (use[j] * r) / e[arm[j] as 0 | 1][j] / size);
  const moved = fits.throughPropensity([new Float64Array(pull.length), pull.map((one, j) => count[j] * one)]);
  const learnt = moved.reduce((sum, one, j) => sum + count[j] * one * one, 0);
  // A square of estimates is too large by their noise: a share of coefficients / observations, as if leverage and noise had nothing in common.
  const coefficients = linearDesign(study.given, study.rows, study.weights?.values).size;
  const noise = pull.reduce((sum, one, j) => sum + count[j] * one * one * e[0][j] * e[1][j], 0);
  return Math.max(0, learnt - (coefficients / total) * noise);
}
