import type { Space } from "./kernels/space.js";
import { BLOCK, type Panel, panelOf, showRows } from "./panel.js";

/** Columns of a linear model: an intercept, then `dense` columns, then indicator blocks given by code (-1: the base level, no column). */
export interface DesignColumns {
  readonly dense: readonly Float64Array[];
  readonly blocks: readonly IndicatorBlock[];
  /** Columns in all, intercept included. */
  readonly size: number;
  /** Where the dense columns are, when kernels can read them in place. */
  readonly space?: Space;
}

/** One categorical column as indicators: row i sets column `offset + codes[i]` to 1, or none when the code is negative. */
export interface IndicatorBlock {
  readonly codes: Int32Array;
  readonly offset: number;
}

/** Blocks whose sums are added up before they are added to the whole: the share of one thread at a time. */
const BLOCKS = 32;

/** Calls `look` for one block of rows after the other, with its columns shown to the kernels, and `added` after each run of blocks. */
function eachBlock(
  design: DesignColumns,
  rows: Int32Array,
  look: (panel: Panel, start: number, count: number) => void,
  added: (panel: Panel) => void = () => {},
): void {
  const panel = panelOf(1 + design.dense.length, design.space);
  for (let start = 0, blocks = 1; start < rows.length; start += BLOCK, blocks++) {
    const count = Math.min(BLOCK, rows.length - start);
    showRows(panel, design.dense, rows, start, count);
    look(panel, start, count);
    if (blocks % BLOCKS === 0 || start + count === rows.length) added(panel);
  }
}

/** The linear predictor of the block that is shown, in `panel.eta`; the dense coefficients are in `panel.beta`. */
function predictBlock(
  panel: Panel,
  { dense, blocks }: DesignColumns,
  beta: Float64Array,
  rows: Int32Array,
  start: number,
  count: number,
): void {
  const { eta } = panel;
  eta.fill(0, 0, count);
  const { ops } = panel.space;
  ops.addProducts(panel.columns.byteOffset, 1 + dense.length, panel.beta.byteOffset, count, eta.byteOffset);
  for (const { codes, offset } of blocks) {
    for (let r = 0; r < count; r++) {
      const code = codes[rows[start + r]];
      if (code >= 0) eta[r] += beta[offset + code];
    }
  }
}

function setBeta(design: DesignColumns, beta: Float64Array): void {
  const width = 1 + design.dense.length;
  panelOf(width, design.space).beta.set(beta.subarray(0, width));
}

/** Linear predictor of the given rows: x_i' beta. Cost: O(rows x columns). */
export function linearPredictor(design: DesignColumns, beta: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  setBeta(design, beta);
  eachBlock(design, rows, (panel, start, count) => {
    predictBlock(panel, design, beta, rows, start, count);
    out.set(panel.eta.subarray(0, count), start);
  });
  return out;
}

/** 1 / (1 + e^-x_i'beta) of the given rows. Cost: O(rows x columns). */
export function logisticMean(design: DesignColumns, beta: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  setBeta(design, beta);
  eachBlock(design, rows, (panel, start, count) => {
    predictBlock(panel, design, beta, rows, start, count);
    panel.space.ops.logisticCurve(panel.eta.byteOffset, count, panel.eta.byteOffset);
    out.set(panel.eta.subarray(0, count), start);
  });
  return out;
}

/** A copy of the given rows of a design. Cost: O(rows x columns). */
export function rowsOfDesign({ dense, blocks, size }: DesignColumns, rows: Int32Array): DesignColumns {
  const copy = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
    for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]];
    return to;
  };
  return {
    dense: dense.map((column) => copy(column, new Float64Array(rows.length))),
    blocks: blocks.map(({ codes, offset }) => ({ codes: copy(codes, new Int32Array(rows.length)), offset })),
    size,
  };
}

/** Adds X'r of the block to `out` (indicators) and to `panel.sums` (the dense part); r is in `panel.residual`. */
function addBlockProduct(
  panel: Panel,
  { dense, blocks }: DesignColumns,
  rows: Int32Array,
  start: number,
  count: number,
  out: Float64Array,
): void {
  const { residual, sums } = panel;
  const { ops } = panel.space;
  ops.weightedSums(panel.columns.byteOffset, 1 + dense.length, residual.byteOffset, count, sums.byteOffset);
  for (const { codes, offset } of blocks) {
    for (let r = 0; r < count; r++) {
      const code = codes[rows[start + r]];
      if (code >= 0) out[offset + code] += residual[r];
    }
  }
}

/** Adds the sums of a run of blocks to the whole, and starts them anew. */
function moveSums(design: DesignColumns, { sums }: Panel, out: Float64Array): void {
  for (let j = 0; j <= design.dense.length; j++) {
    out[j] += sums[j];
    sums[j] = 0;
  }
}

/** X'r over the given rows; `r` is aligned with `rows`. Cost: O(rows x columns). */
export function crossProduct(design: DesignColumns, r: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(design.size);
  panelOf(1 + design.dense.length, design.space).sums.fill(0);
  eachBlock(
    design,
    rows,
    (panel, start, count) => {
      panel.residual.set(r.subarray(start, start + count));
      addBlockProduct(panel, design, rows, start, count, out);
    },
    (panel) => moveSums(design, panel, out),
  );
  return out;
}

/** Adds w z z' of the block to `panel.gram` (the dense part) and to `out` (what has to do with indicators). */
function addBlockGram(
  panel: Panel,
  design: DesignColumns,
  weights: Float64Array,
  rows: Int32Array,
  start: number,
  count: number,
  out: Float64Array,
): void {
  const { size, blocks, dense } = design;
  const { all, columns, scaled, gram } = panel;
  const width = 1 + dense.length;
  const { ops } = panel.space;
  ops.scaleRows(columns.byteOffset, width, weights.byteOffset, count, scaled.byteOffset);
  ops.addGram(columns.byteOffset, scaled.byteOffset, width, count, gram.byteOffset, width);
  for (let b = 0; b < blocks.length; b++) {
    const { codes, offset } = blocks[b];
    for (let r = 0; r < count; r++) {
      const code = codes[rows[start + r]];
      if (code < 0) continue;
      const row = (offset + code) * size;
      for (let j = 0; j < width; j++) out[row + j] += weights[r] * all[(columns[j] >>> 3) + r];
      out[row + offset + code] += weights[r];
      for (let c = 0; c < b; c++) {
        const other = blocks[c].codes[rows[start + r]];
        if (other >= 0) out[row + blocks[c].offset + other] += weights[r];
      }
    }
  }
}

function moveGram({ dense, size }: DesignColumns, { gram }: Panel, out: Float64Array): void {
  const width = 1 + dense.length;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      out[i * size + j] += gram[i * width + j];
      gram[i * width + j] = 0;
    }
  }
}

/** One look at the data of a logistic fit: gradient, largest |x'beta| and, when asked for, the Gram matrix at the fitted weights. */
export interface LogisticPass {
  readonly gradient: Float64Array;
  readonly extreme: number;
  readonly gram?: Float64Array;
}

/** What a look needs: `y` and `weight` are aligned with `rows`. */
export interface LogisticData {
  readonly design: DesignColumns;
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

/** How many parts the rows of a look fall into, whoever does them. */
export const partsOf = (rows: number): number => Math.ceil(rows / (BLOCK * BLOCKS));

/** The places of a part's rows: from the first to before the second. */
export const partRows = (part: number, rows: number): readonly [number, number] => [
  part * BLOCK * BLOCKS,
  Math.min(rows, (part + 1) * BLOCK * BLOCKS),
];

/**
 * One part of a look. Predictor, residual and sums are taken block by block, so a block's rows are still in the cache when they are needed again.
 */
export function logisticPart(data: LogisticData, beta: Float64Array, wantGram: boolean, part: number): LogisticPass {
  const { design, y, weight } = data;
  const first = part * BLOCK * BLOCKS;
  const rows = data.rows.subarray(first, first + BLOCK * BLOCKS);
  const gradient = new Float64Array(design.size);
  const out = wantGram ? new Float64Array(design.size * design.size) : undefined;
  const { sums, gram } = panelOf(1 + design.dense.length, design.space);
  sums.fill(0);
  if (out) gram.fill(0);
  setBeta(design, beta);
  let extreme = 0;
  eachBlock(
    design,
    rows,
    (panel, start, count) => {
      predictBlock(panel, design, beta, rows, start, count);
      panel.y.set(y.subarray(first + start, first + start + count));
      panel.weight.set(weight.subarray(first + start, first + start + count));
      const { eta, residual, spread } = panel;
      const largest = panel.space.ops.logisticRows(
        eta.byteOffset,
        panel.y.byteOffset,
        panel.weight.byteOffset,
        count,
        residual.byteOffset,
        out === undefined ? 0 : spread.byteOffset,
      );
      extreme = Math.max(extreme, largest);
      addBlockProduct(panel, design, rows, start, count, gradient);
      if (out) addBlockGram(panel, design, spread, rows, start, count, out);
    },
    (panel) => {
      moveSums(design, panel, gradient);
      if (out) moveGram(design, panel, out);
    },
  );
  return { gradient, extreme, ...(out ? { gram: out } : {}) };
}

/** Parts added up in their order, so that it is the same sum whoever did which. */
export function addParts(size: number, parts: Iterable<LogisticPass>): LogisticPass {
  const gradient = new Float64Array(size);
  let gram: Float64Array | undefined;
  let extreme = 0;
  for (const part of parts) {
    for (let j = 0; j < size; j++) gradient[j] += part.gradient[j];
    extreme = Math.max(extreme, part.extreme);
    if (part.gram === undefined) continue;
    gram ??= new Float64Array(size * size);
    for (let k = 0; k < gram.length; k++) gram[k] += part.gram[k];
  }
  return { gradient, extreme, ...(gram ? { gram } : {}) };
}

/**
 * Gradient X'w(y - p) (and X' w p(1-p) X) of the logistic likelihood at beta. Cost: O(rows x columns), with the Gram matrix x columns / 2.
 */
export function logisticPass(data: LogisticData, beta: Float64Array, wantGram: boolean): LogisticPass {
  function* parts() {
    for (let part = 0; part < partsOf(data.rows.length); part++) yield logisticPart(data, beta, wantGram, part);
  }
  return addParts(data.design.size, parts());
}

/**
 * Weighted Gram matrix X'WX over the given rows, lower triangle, row-major size x size; `w` is aligned with `rows`.
 * Cost: O(rows x dense^2 / 2), indicators only touch the cells they set.
 */
export function gram(design: DesignColumns, w: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(design.size * design.size);
  panelOf(1 + design.dense.length, design.space).gram.fill(0);
  eachBlock(
    design,
    rows,
    (panel, start, count) => {
      panel.weight.set(w.subarray(start, start + count));
      addBlockGram(panel, design, panel.weight, rows, start, count, out);
    },
    (panel) => moveGram(design, panel, out),
  );
  return out;
}
