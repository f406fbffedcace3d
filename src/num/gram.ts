/** Columns of a linear model: an intercept, then `dense` columns, then indicator blocks given by code (-1: the base level, no column). */
export interface DesignColumns {
  readonly dense: readonly Float64Array[];
  readonly blocks: readonly IndicatorBlock[];
  /** Columns in all, intercept included. */
  readonly size: number;
}

/** One categorical column as indicators: row i sets column `offset + codes[i]` to 1, or none when the code is negative. */
export interface IndicatorBlock {
  readonly codes: Int32Array;
  readonly offset: number;
}

const BLOCK = 512;

/** Linear predictor of the given rows: x_i' beta. Cost: O(rows x columns). */
export function linearPredictor(design: DesignColumns, beta: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length).fill(beta[0]);
  for (let j = 0; j < design.dense.length; j++) {
    const column = design.dense[j];
    const b = beta[1 + j];
    if (b !== 0) for (let i = 0; i < rows.length; i++) out[i] += b * column[rows[i]];
  }
  for (const { codes, offset } of design.blocks) {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]];
      if (code >= 0) out[i] += beta[offset + code];
    }
  }
  return out;
}

/** X'r over the given rows; `r` is aligned with `rows`. Cost: O(rows x columns). */
export function crossProduct(design: DesignColumns, r: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(design.size);
  let total = 0;
  for (let i = 0; i < rows.length; i++) total += r[i];
  out[0] = total;
  for (let j = 0; j < design.dense.length; j++) {
    const column = design.dense[j];
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += r[i] * column[rows[i]];
    out[1 + j] = sum;
  }
  for (const { codes, offset } of design.blocks) {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]];
      if (code >= 0) out[offset + code] += r[i];
    }
  }
  return out;
}

/** Adds w z z' of four gathered rows at a time to the lower triangle of the dense part: four products per load of the sum. */
function addDense(gram: Float64Array, size: number, block: Float64Array, weights: Float64Array, count: number, dense: number): void {
  let r = 0;
  for (; r + 3 < count; r += 4) {
    const o0 = r * dense;
    const o1 = o0 + dense;
    const o2 = o1 + dense;
    const o3 = o2 + dense;
    for (let i = 0; i < dense; i++) {
      const a0 = weights[r] * block[o0 + i];
      const a1 = weights[r + 1] * block[o1 + i];
      const a2 = weights[r + 2] * block[o2 + i];
      const a3 = weights[r + 3] * block[o3 + i];
      const row = i * size;
      for (let j = 0; j <= i; j++) {
        gram[row + j] += a0 * block[o0 + j] + a1 * block[o1 + j] + a2 * block[o2 + j] + a3 * block[o3 + j];
      }
    }
  }
  for (; r < count; r++) {
    const o = r * dense;
    for (let i = 0; i < dense; i++) {
      const a = weights[r] * block[o + i];
      for (let j = 0; j <= i; j++) gram[i * size + j] += a * block[o + j];
    }
  }
}

/**
 * Weighted Gram matrix X'WX over the given rows, lower triangle, row-major size x size; `w` is aligned with `rows`.
 * Cost: O(rows x dense^2 / 2), indicators only touch the cells they set. The loop a SIMD kernel replaces.
 */
export function gram(design: DesignColumns, w: Float64Array, rows: Int32Array): Float64Array {
  const { size, blocks } = design;
  const dense = 1 + design.dense.length;
  const out = new Float64Array(size * size);
  const buffer = new Float64Array(BLOCK * dense);
  const weights = new Float64Array(BLOCK);
  for (let start = 0; start < rows.length; start += BLOCK) {
    const count = Math.min(BLOCK, rows.length - start);
    for (let r = 0; r < count; r++) {
      weights[r] = w[start + r];
      buffer[r * dense] = 1;
    }
    for (let j = 1; j < dense; j++) {
      const column = design.dense[j - 1];
      for (let r = 0; r < count; r++) buffer[r * dense + j] = column[rows[start + r]];
    }
    addDense(out, size, buffer, weights, count, dense);
    for (let b = 0; b < blocks.length; b++) {
      const { codes, offset } = blocks[b];
      for (let r = 0; r < count; r++) {
        const code = codes[rows[start + r]];
        if (code < 0) continue;
        const row = (offset + code) * size;
        for (let j = 0; j < dense; j++) out[row + j] += weights[r] * buffer[r * dense + j];
        out[row + offset + code] += weights[r];
        for (let c = 0; c < b; c++) {
          const other = blocks[c].codes[rows[start + r]];
          if (other >= 0) out[row + blocks[c].offset + other] += weights[r];
        }
      }
    }
  }
  return out;
}
