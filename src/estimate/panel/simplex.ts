/** Least squares over the simplex: columns of `a` (row-major rows x columns) mixed to come near `b`, with a ridge penalty. */
export interface SimplexProblem {
  readonly rows: number;
  readonly columns: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** The penalty is rows x zeta^2 |x|^2 on the sum of squares. */
  readonly zeta: number;
  /** Take each column's mean away first: the fit may be off by a constant. */
  readonly intercept: boolean;
  /** Stop when a step lowers the penalised mean square by no more than the square of this. */
  readonly minDecrease: number;
}

export interface SimplexFit {
  readonly x: Float64Array;
  readonly steps: number;
  /** Did it stop because steps no longer paid? */
  readonly converged: boolean;
}

/** Products of columns are remembered up to this many numbers in all. */
const REMEMBERED = 4_000_000;

/**
 * Frank-Wolfe steps with exact line search for min |A x - b|^2 + rows zeta^2 |x|^2 over the simplex (Arkhangelsky et al. 2021, as in
 * their package: the answer depends on where it stops). Residuals and slopes are carried from step to step, so that a step costs
 * O(rows + columns), and O(rows x columns) when it meets a column for the first time.
 * @param start weights that sum to 1
 */
export function frankWolfe(problem: SimplexProblem, start: Float64Array, steps: number): SimplexFit {
  const { rows, columns, zeta, minDecrease } = problem;
  const c = differences(problem);
  const eta = rows * zeta * zeta;
  const x = Float64Array.from(start);
  const error = new Float64Array(rows);
  for (let r = 0; r < rows; r++) for (let j = 0; j < columns; j++) error[r] += c[j * rows + r] * x[j];
  const product = (of: Float64Array) => {
    const out = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let r = 0, at = j * rows; r < rows; r++, at++) sum += c[at] * of[r];
      out[j] = sum;
    }
    return out;
  };
  const slope = product(error);
  const known = new Map<number, Float64Array>();
  const productOf = (i: number) => {
    const found = known.get(i) ?? product(c.subarray(i * rows, (i + 1) * rows));
    if (known.size * columns < REMEMBERED) known.set(i, found);
    return found;
  };
  const squareOf = (values: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
    return sum;
  };
  let ridge = squareOf(x);
  let last = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= steps; step++) {
    let i = 0;
    let best = Number.POSITIVE_INFINITY;
    let along = 0;
    for (let j = 0; j < columns; j++) {
      const half = slope[j] + eta * x[j];
      along += half * x[j];
      if (half < best) {
        best = half;
        i = j;
      }
    }
    let far = 0;
    for (let r = 0, at = i * rows; r < rows; r++, at++) far += (c[at] - error[r]) ** 2;
    const apart = ridge - x[i] * x[i] + (1 - x[i]) ** 2;
    if (apart > 0) {
      const size = (along - best) / (far + eta * apart);
      // Where the column changes nothing there is nowhere to go.
      const s = size > 0 ? Math.min(1, size) : 0;
      const own = productOf(i);
      for (let j = 0; j < columns; j++) {
        x[j] *= 1 - s;
        slope[j] += s * (own[j] - slope[j]);
      }
      x[i] += s;
      for (let r = 0, at = i * rows; r < rows; r++, at++) error[r] += s * (c[at] - error[r]);
    }
    ridge = squareOf(x);
    const value = zeta * zeta * ridge + squareOf(error) / rows;
    if (step >= 2 && !(last - value > minDecrease * minDecrease)) return { x, steps: step, converged: true };
    last = value;
  }
  return { x, steps, converged: false };
}

/** Columns of A less b, column by column: as weights sum to 1, mixing these is A x - b, and small where the fit is good. */
function differences({ rows, columns, a, b, intercept }: SimplexProblem): Float64Array {
  const out = new Float64Array(columns * rows);
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    for (let r = 0; r < rows; r++) {
      const value = a[r * columns + j] - b[r];
      out[j * rows + r] = value;
      mean += value / rows;
    }
    if (intercept) for (let r = 0; r < rows; r++) out[j * rows + r] -= mean;
  }
  return out;
}

/** Weights of a quarter of the largest or less become 0, the rest sum to 1 (the sparsification of the synthdid package). */
export function sparsified(x: Float64Array): Float64Array {
  const largest = x.reduce((a, b) => Math.max(a, b), 0);
  return normalised(x.map((value) => (value <= largest / 4 ? 0 : value)));
}

/** Weights in proportion that sum to 1; all the same where there are none. */
export function normalised(x: Float64Array): Float64Array {
  const sum = x.reduce((a, b) => a + b, 0);
  return sum === 0 ? new Float64Array(x.length).fill(1 / x.length) : x.map((value) => value / sum);
}

/** Steps before weights are made sparse, and after. */
const [FIRST, SECOND] = [100, 10_000];

/** Frank-Wolfe, sparsified, and Frank-Wolfe again from there: `synthdid_estimate` of the synthdid package. */
export function sparseFrankWolfe(problem: SimplexProblem, start?: Float64Array): SimplexFit {
  const even = new Float64Array(problem.columns).fill(1 / problem.columns);
  const first = frankWolfe(problem, start ?? even, FIRST);
  return frankWolfe(problem, sparsified(first.x), SECOND);
}
