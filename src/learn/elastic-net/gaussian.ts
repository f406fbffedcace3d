import { crossProduct, gram } from "../../num/gram.js";
import type { NetDesign } from "./design.js";
import { minimise, type Penalty, type Quadratic, quadraticAt } from "./quadratic.js";

/** Coefficients of standardised columns, and the intercept that goes with the columns as they are. */
export interface NetState {
  readonly intercept: number;
  readonly b: Float64Array;
  readonly converged: boolean;
}

/** Fits one set of rows at any penalty, each time starting from the penalty before (or from `from`). */
export interface NetSolver {
  /** Largest pull of a column on the fit of the mean alone: an l1 penalty of this size leaves no column in. */
  readonly reach: number;
  readonly at: (penalty: Penalty, tolerance: number, from?: NetState) => NetState;
}

/** Sums from which a least-squares fit follows; those of a part and of the rest add up. */
export interface Sums {
  readonly gram: Float64Array;
  readonly cross: Float64Array;
}

/** The sums of some rows; `y` and `weight` are aligned with them. Cost: O(rows x columns^2 / 2). */
export function sumsOf({ design }: NetDesign, rows: Int32Array, y: Float64Array, weight: Float64Array): Sums {
  return {
    gram: gram(design, weight, rows),
    cross: crossProduct(
      design,
      y.map((value, i) => value * weight[i]),
      rows,
    ),
  };
}

/** The sums of everything but one part. */
export function without(all: Sums, part: Sums): Sums {
  return {
    gram: all.gram.map((value, i) => value - part.gram[i]),
    cross: all.cross.map((value, i) => value - part.cross[i]),
  };
}

/** Least squares under the penalty of an elastic net: half the mean squared error. Cost: O(columns^2) once, then nothing depends on the rows. */
export function gaussianSolver({ scale }: NetDesign, { gram: matrix, cross }: Sums): NetSolver {
  const [mass] = matrix;
  const of: Quadratic = quadraticAt(matrix, cross, scale, mass);
  const wide = of.size + 1;
  const reach = of.pull.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let last = new Float64Array(of.size);
  return {
    reach,
    at(penalty, tolerance, from) {
      const b = Float64Array.from(from ? from.b : last);
      const converged = minimise(of, penalty, b, tolerance * reach);
      last = b;
      let intercept = cross[0] / mass;
      for (let j = 0; j < of.size; j++) intercept -= ((b[j] / scale[j]) * matrix[(j + 1) * wide]) / mass;
      return { intercept, b, converged };
    },
  };
}
