import { averageRows, type Block, noiseOf, type Weigh } from "./block.js";
import { type SimplexProblem, sparseFrankWolfe } from "./simplex.js";

/** Penalty of the period weights, in units of the noise: only so much that they are unique. */
const ETA_LAMBDA = 1e-6;

/** Stop when a step lowers the mean square by no more than the square of this share of the noise. */
const MIN_DECREASE = 1e-5;

/** Least squares for unit weights: control units mixed to follow the treated's average before the start. */
export function unitProblem(
  block: Block,
  settings: { readonly zeta: number; readonly noise: number; readonly intercept: boolean },
): SimplexProblem {
  const { before, times, controls, control } = block;
  const a = new Float64Array(before * controls);
  for (let i = 0; i < controls; i++) for (let t = 0; t < before; t++) a[t * controls + i] = control[i * times + t];
  return {
    rows: before,
    columns: controls,
    a,
    b: averageRows(block.treated, block.treatedUnits, times).subarray(0, before),
    zeta: settings.zeta,
    intercept: settings.intercept,
    minDecrease: MIN_DECREASE * settings.noise,
  };
}

/** Least squares for period weights: periods before the start mixed to give each control's average after it. */
function timeProblem({ before, times, controls, control }: Block, noise: number): SimplexProblem {
  const a = new Float64Array(controls * before);
  const b = new Float64Array(controls);
  for (let i = 0; i < controls; i++) {
    a.set(control.subarray(i * times, i * times + before), i * before);
    for (let t = before; t < times; t++) b[i] += control[i * times + t] / (times - before);
  }
  return {
    rows: controls,
    columns: before,
    a,
    b,
    zeta: ETA_LAMBDA * noise,
    intercept: true,
    minDecrease: MIN_DECREASE * noise,
  };
}

/**
 * Weights of synthetic difference in differences (Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021, algorithm 1): unit weights with an
 * intercept and the penalty zeta = (treated units x periods after)^(1/4) times the noise, period weights with next to none, by
 * Frank-Wolfe with the stopping rule and sparsification of their package, so that its numbers come out.
 *
 * Penalty and stopping rule belong to the data asked about (`block`), not to each placebo, as in the package. Needs at least two periods
 * before the start. Cost: up to 10,000 steps of O(units + periods).
 */
export function syntheticDid(block: Block): Weigh {
  const noise = noiseOf(block);
  const zeta = (block.treatedUnits * (block.times - block.before)) ** 0.25 * noise;
  return (among, start) => ({
    omega: sparseFrankWolfe(unitProblem(among, { zeta, noise, intercept: true }), start?.omega).x,
    lambda: sparseFrankWolfe(timeProblem(among, noise), start?.lambda).x,
  });
}
