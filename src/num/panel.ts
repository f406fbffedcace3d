import { openSpace, roomFor, type Space } from "./kernels/space.js";

/** Rows that kernels look at together: their columns fit a second-level cache. Sums are taken block by block. */
export const BLOCK = 512;

/** Memory in which kernels look at one block of rows after the other. */
export interface Panel {
  readonly space: Space;
  /** Columns there is room for. */
  readonly width: number;
  /** Everything in the space. */
  readonly all: Float64Array;
  /** Addresses of the block's columns, intercept first. */
  readonly columns: Uint32Array;
  readonly ones: Float64Array;
  /** Columns that had to be gathered, and columns times weights, `BLOCK` doubles each. */
  readonly gathered: Float64Array;
  readonly scaled: Float64Array;
  /** One number a row. */
  readonly eta: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  readonly residual: Float64Array;
  readonly spread: Float64Array;
  /** One number a column, and one a pair of columns. */
  readonly beta: Float64Array;
  readonly sums: Float64Array;
  readonly gram: Float64Array;
}

function parts(width: number): number[] {
  const rows = 8 * BLOCK;
  return [
    4 * width,
    rows,
    rows * width,
    rows * width,
    rows,
    rows,
    rows,
    rows,
    rows,
    8 * width,
    8 * width,
    8 * width ** 2,
  ];
}

/** Bytes that a panel takes in its space. */
export const panelRoom = (width: number): number => roomFor(parts(width));

function panelIn(space: Space, width: number): Panel {
  const { doubles } = space;
  return {
    space,
    width,
    all: new Float64Array(space.buffer),
    columns: space.words(width),
    ones: doubles(BLOCK).fill(1),
    gathered: doubles(BLOCK * width),
    scaled: doubles(BLOCK * width),
    eta: doubles(BLOCK),
    y: doubles(BLOCK),
    weight: doubles(BLOCK),
    residual: doubles(BLOCK),
    spread: doubles(BLOCK),
    beta: doubles(width),
    sums: doubles(width),
    gram: doubles(width * width),
  };
}

// Engines reserve gigabytes of addresses for each memory of kernels, so that thousands of small tables must share one. Nothing is kept in it
// between two calls.
let common: Panel | undefined;

const own = new WeakMap<Space, Panel>();

/** The panel of a space; without one, that which all small tables of this thread share. Of use until the next call. */
export function panelOf(width: number, space?: Space): Panel {
  if (space !== undefined) {
    let panel = own.get(space);
    if (panel === undefined) {
      panel = panelIn(space, width);
      own.set(space, panel);
    }
    return panel;
  }
  if (common === undefined || common.width < width) {
    const room = Math.max(width, 32);
    common = panelIn(openSpace(panelRoom(room)), room);
  }
  return common;
}

/**
 * Shows the kernels `count` rows from `rows[start]` on: in place where the columns are in the panel's space and the rows stand side by side, else
 * gathered. Cost: O(count x columns), in place O(count).
 */
export function showRows(
  panel: Panel,
  dense: readonly Float64Array[],
  rows: Int32Array,
  start: number,
  count: number,
): void {
  const { columns, gathered, ones, space } = panel;
  columns[0] = ones.byteOffset;
  const first = rows[start];
  let side = 1;
  while (side < count && rows[start + side] === first + side) side++;
  for (let j = 0; j < dense.length; j++) {
    const column = dense[j];
    if (side === count && column.buffer === space.buffer) {
      columns[j + 1] = column.byteOffset + 8 * first;
      continue;
    }
    const at = j * BLOCK;
    columns[j + 1] = gathered.byteOffset + 8 * at;
    if (side === count) gathered.set(column.subarray(first, first + count), at);
    else for (let r = 0; r < count; r++) gathered[at + r] = column[rows[start + r]];
  }
}
