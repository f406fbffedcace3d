/** A Cholesky factor with the columns it had to leave out because others already say what they say. */
export interface Cholesky {
  readonly size: number;
  /** Lower triangle, row-major size x size. Rows of left-out columns are zero. */
  readonly lower: Float64Array;
  readonly kept: Uint8Array;
}

/**
 * Factors a symmetric non-negative matrix (row-major, lower triangle read). A column whose remaining variance falls below
 * `tolerance` times its own is left out: earlier columns win. Cost: size^3 / 6.
 */
export function cholesky(matrix: Float64Array, size: number, tolerance = 1e-10): Cholesky {
  const lower = new Float64Array(size * size);
  const kept = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const own = matrix[i * size + i];
    let pivot = own;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      if (kept[j]) {
        sum = matrix[i * size + j];
        for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k];
        sum /= lower[j * size + j];
      }
      lower[i * size + j] = sum;
      pivot -= sum * sum;
    }
    if (own > 0 && pivot > tolerance * own) {
      kept[i] = 1;
      lower[i * size + i] = Math.sqrt(pivot);
    } else {
      lower.fill(0, i * size, i * size + i);
    }
  }
  return { size, lower, kept };
}

/** Solves A x = b with the factor of A; left-out columns get 0. Cost: size^2. */
export function choleskySolve(factor: Cholesky, right: Float64Array): Float64Array {
  const { size, lower, kept } = factor;
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (!kept[i]) continue;
    let sum = right[i];
    for (let k = 0; k < i; k++) sum -= lower[i * size + k] * x[k];
    x[i] = sum / lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    if (!kept[i]) {
      x[i] = 0;
      continue;
    }
    let sum = x[i];
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i] * x[k];
    x[i] = sum / lower[i * size + i];
  }
  return x;
}
