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
  /** out[i] = hash of the i-th double (32 bits; 0 and -0 are one number). Returns the sum of the hashes, in 32 bits. */
  readonly hashNumbers: (values: number, count: number, out: number) => number;
  /** hashes[i] = hash of hashes[i] and words[i]. */
  readonly mixWords: (words: number, count: number, hashes: number) => void;
  /** Adds the four doubles of the i-th row of `moments` to those of bin bytes[bins + ids[i]] of `hist`. */
  readonly addMoments: (bins: number, ids: number, count: number, moments: number, hist: number) => void;
  /**
   * The first `count` numbers of a block of a stream, uniform ones. `state`: the four words where the block starts; `jumps`: what each value of each four bits
   * of a state contributes to the state a quarter of a block later, four words each.
   */
  readonly uniforms: (state: number, jumps: number, count: number, out: number) => void;
  /**
   * The same, standard normal. `strips`: by strip of the ziggurat its width and the share of it that is safe. Returns how many rows are not decided: in `rare`,
   * 16 bytes each, the row, its strip (32 bits each) and the place in the strip (a double).
   */
  readonly normals: (state: number, jumps: number, count: number, out: number, strips: number, rare: number) => number;
  /** out[k] = squared distance from `place` (`dims` doubles) to the k-th of `count` places, whose coordinates lie by dimension in `block`. */
  readonly distances: (place: number, block: number, dims: number, count: number, out: number) => void;
}
