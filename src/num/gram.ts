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

/** Linear predictor of the given rows: x_i' beta. Cost: O(rows x columns); blocks of rows keep the sums in the cache. */
export function linearPredictor(design: DesignColumns, beta: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length).fill(beta[0]);
  const { dense } = design;
  for (let start = 0; start < rows.length; start += BLOCK) {
    const end = Math.min(rows.length, start + BLOCK);
    let j = 0;
    // Four columns at a time: each row number and each sum is loaded once for four products.
    for (; j + 3 < dense.length; j += 4) {
      const [x0, x1, x2, x3] = [dense[j], dense[j + 1], dense[j + 2], dense[j + 3]];
      const [b0, b1, b2, b3] = [beta[j + 1], beta[j + 2], beta[j + 3], beta[j + 4]];
      for (let i = start; i < end; i++) {
        const row = rows[i];
        out[i] += b0 * x0[row] + b1 * x1[row] + b2 * x2[row] + b3 * x3[row];
      }
    }
    for (; j < dense.length; j++) {
      const x = dense[j];
      const b = beta[1 + j];
      for (let i = start; i < end; i++) out[i] += b * x[rows[i]];
    }
    for (const { codes, offset } of design.blocks) {
      for (let i = start; i < end; i++) {
        const code = codes[rows[i]];
        if (code >= 0) out[i] += beta[offset + code];
      }
    }
  }
  return out;
}

/** Adds X'r over the given rows to `out`; `r` is aligned with `rows`. Four columns at a time, so their sums do not wait for each other. */
function addCrossProduct(out: Float64Array, design: DesignColumns, r: Float64Array, rows: Int32Array): void {
  let total = 0;
  for (let i = 0; i < rows.length; i++) total += r[i];
  out[0] += total;
  const { dense } = design;
  let j = 0;
  for (; j + 3 < dense.length; j += 4) {
    const [x0, x1, x2, x3] = [dense[j], dense[j + 1], dense[j + 2], dense[j + 3]];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const value = r[i];
      s0 += value * x0[row];
      s1 += value * x1[row];
      s2 += value * x2[row];
      s3 += value * x3[row];
    }
    out[j + 1] += s0;
    out[j + 2] += s1;
    out[j + 3] += s2;
    out[j + 4] += s3;
  }
  for (; j < dense.length; j++) {
    const x = dense[j];
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += r[i] * x[rows[i]];
    out[1 + j] += sum;
  }
  for (const { codes, offset } of design.blocks) {
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]];
      if (code >= 0) out[offset + code] += r[i];
    }
  }
}

/** X'r over the given rows; `r` is aligned with `rows`. Cost: O(rows x columns). */
export function crossProduct(design: DesignColumns, r: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(design.size);
  addCrossProduct(out, design, r, rows);
  return out;
}

/** Adds w z z' of four gathered rows at a time to the lower triangle of the dense part: four products per load of the sum. */
function addDense(
  gram: Float64Array,
  size: number,
  block: Float64Array,
  weights: Float64Array,
  count: number,
  dense: number,
): void {
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

/** Copies a block of rows of the dense part, intercept first, row by row. */
function gather(design: DesignColumns, rows: Int32Array, start: number, count: number, buffer: Float64Array): void {
  const dense = 1 + design.dense.length;
  for (let r = 0; r < count; r++) buffer[r * dense] = 1;
  for (let j = 1; j < dense; j++) {
    const column = design.dense[j - 1];
    for (let r = 0, at = j; r < count; r++, at += dense) buffer[at] = column[rows[start + r]];
  }
}

/** Adds w z z' of a gathered block whose rows also have indicators. */
function addBlock(
  out: Float64Array,
  design: DesignColumns,
  buffer: Float64Array,
  weights: Float64Array,
  rows: Int32Array,
  start: number,
  count: number,
): void {
  const { size, blocks } = design;
  const dense = 1 + design.dense.length;
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

/** One look at the data of a logistic fit: gradient, largest |x'beta| and, when asked for, the Gram matrix at the fitted weights. */
export interface LogisticPass {
  readonly gradient: Float64Array;
  readonly extreme: number;
  readonly gram?: Float64Array;
}

/**
 * Gradient X'w(y - p) (and X' w p(1-p) X) of the logistic likelihood at beta; `y` and `weight` are aligned with `rows`. Predictor, residual
 * and sums are taken block by block, so a block's rows are still in the cache when they are needed again. Cost: O(rows x columns), with the Gram matrix x columns / 2.
 */
export function logisticPass(
  design: DesignColumns,
  beta: Float64Array,
  rows: Int32Array,
  y: Float64Array,
  weight: Float64Array,
  wantGram: boolean,
): LogisticPass {
  const gradient = new Float64Array(design.size);
  const out = wantGram ? new Float64Array(design.size * design.size) : undefined;
  const buffer = new Float64Array(wantGram ? BLOCK * (1 + design.dense.length) : 0);
  const residual = new Float64Array(BLOCK);
  const weights = new Float64Array(BLOCK);
  let extreme = 0;
  for (let start = 0; start < rows.length; start += BLOCK) {
    const count = Math.min(BLOCK, rows.length - start);
    const block = rows.subarray(start, start + count);
    const eta = linearPredictor(design, beta, block);
    for (let r = 0; r < count; r++) {
      const p = 1 / (1 + Math.exp(-eta[r]));
      residual[r] = weight[start + r] * (y[start + r] - p);
      weights[r] = weight[start + r] * p * (1 - p);
      extreme = Math.max(extreme, Math.abs(eta[r]));
    }
    addCrossProduct(gradient, design, residual, block);
    if (!out) continue;
    gather(design, rows, start, count, buffer);
    addBlock(out, design, buffer, weights, rows, start, count);
  }
  return { gradient, extreme, ...(out ? { gram: out } : {}) };
}

/**
 * Weighted Gram matrix X'WX over the given rows, lower triangle, row-major size x size; `w` is aligned with `rows`.
 * Cost: O(rows x dense^2 / 2), indicators only touch the cells they set. The loop a SIMD kernel replaces.
 */
export function gram(design: DesignColumns, w: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(design.size * design.size);
  const buffer = new Float64Array(BLOCK * (1 + design.dense.length));
  for (let start = 0; start < rows.length; start += BLOCK) {
    const count = Math.min(BLOCK, rows.length - start);
    gather(design, rows, start, count, buffer);
    addBlock(out, design, buffer, w.subarray(start, start + count), rows, start, count);
  }
  return out;
}
