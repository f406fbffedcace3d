import type { TreeOps } from "./tree-ops.js";

/**
 * The kernels: loops over one memory, in which everything is named by its address in bytes (a multiple of 8). Columns of a block of rows are a table of
 * 32-bit addresses, one a column. Two things implement this, to the same bits: the binary made of assembly/, and its twin in TypeScript.
 */
export interface KernelOps extends TreeOps {
  /** out[i] += sum over columns of beta[j] x_j[i], for `count` rows. */
  readonly addProducts: (columns: number, width: number, beta: number, count: number, out: number) => void;
  /** out[j] += sum over rows of r[i] x_j[i]. */
  readonly weightedSums: (columns: number, width: number, r: number, count: number, out: number) => void;
  /** Column j of `out`, columns of `count` doubles side by side, becomes w x_j. */
  readonly scaleRows: (columns: number, width: number, w: number, count: number, out: number) => void;
  /** out[i * stride + j] += sum over rows of s_i x_j, j <= i, with the s_i side by side in `scaled`: of w x_i it makes X' W X. */
  readonly addGram: (
    columns: number,
    scaled: number,
    width: number,
    count: number,
    out: number,
    stride: number,
  ) => void;
  /** residual[i] = w (y - p) and spread[i] = w p (1 - p), with p = 1 / (1 + e^-eta); `spread` may be 0. Returns the largest |eta|. */
  readonly logisticRows: (eta: number, y: number, w: number, count: number, residual: number, spread: number) => number;
  /** out[i] = 1 / (1 + e^-eta[i]). */
  readonly logisticCurve: (eta: number, count: number, out: number) => void;
}
