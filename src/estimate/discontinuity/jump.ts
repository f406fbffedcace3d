import type { Bandwidths } from "./bandwidth.js";
import { coefficient, type Kernel, localWeights, residuals, varianceOf } from "./local.js";
import type { Side } from "./side.js";

/** The level at the cutoff on one side. */
export interface Level {
  /** Of the local line, and with its bias taken away. */
  readonly line: number;
  readonly corrected: number;
  readonly slope: number;
  /** By the side's rows: what each adds to the corrected level's error; and the sum of their squares. */
  readonly parts: Float64Array;
  readonly variance: number;
  /** Variances by nearest neighbours: of the line, and with its bias taken away. */
  readonly lineVariance: number;
  readonly nearVariance: number;
}

/**
 * The local line at the cutoff, less the bias that the local parabola's bend makes in it, with a variance that knows of both
 * (Calonico, Cattaneo & Titiunik 2014, section 3). What a row adds to the error is its weight times what it is away from the parabola, over
 * one less its leverage (HC3 of MacKinnon & White 1985): beside nearest neighbours it covers better in a few hundred rows. Assumes two
 * distinct values in reach of the line, three of the parabola. Cost: O(rows).
 */
export function levelAt(side: Side, { line, bend }: Bandwidths, kernel: Kernel): Level {
  const { x, mass, at, y, count } = side;
  const weights = localWeights(side, 1, 0, line, kernel);
  const curves = [0, 1, 2].map((nu) => localWeights(side, 2, nu, bend, kernel));
  let reach = 0;
  for (let k = 0; k < weights.length; k++) reach += weights[k] * mass[k] * x[k] * x[k];
  const many = Math.max(weights.length, curves[2].length);
  const corrected = Float64Array.from({ length: many }, (_, k) => (weights[k] ?? 0) - reach * (curves[2][k] ?? 0));
  const beta = curves.map((curve) => coefficient(side, curve));
  const along = (k: number, of: (nu: number) => number) => of(0) + x[k] * (of(1) + x[k] * of(2));
  const parts = Float64Array.from(y, (one, i) => {
    const k = at[i];
    if (k >= many) return 0;
    const rest = one - along(k, (nu) => beta[nu]);
    const leverage = k < curves[0].length ? along(k, (nu) => curves[nu][k]) : 0;
    return (corrected[k] * rest) / Math.max(1e-8, 1 - leverage);
  });
  const near = residuals(side, many);
  return {
    line: coefficient(side, weights),
    corrected: coefficient(side, corrected),
    slope: coefficient(side, localWeights(side, 1, 1, line, kernel)),
    parts,
    variance: parts.reduce((sum, part, i) => sum + count[i] * part * part, 0),
    lineVariance: varianceOf(side, weights, near),
    nearVariance: varianceOf(side, corrected, near),
  };
}
