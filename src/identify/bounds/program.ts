import type { Constraints } from "./constraints.js";
import type { LinearProgram } from "./solver.js";
import type { Column } from "./types.js";

/** One unknown law: what is known of it, and the response types it is a law of. */
export interface Unknown {
  readonly constraints: Constraints;
  readonly columns: readonly Column[];
}

/** One column of a program: its entries by row, and its cost. */
interface Sparse {
  readonly rows: ArrayLike<number>;
  readonly entries?: ArrayLike<number>;
  readonly cost: number;
}

/** Laws q >= 0 of response types that give what is observed, and the cost of each type: a linear function of q. */
export function lawProgram(unknowns: readonly Unknown[], cost: (column: Column) => number): LinearProgram {
  const { columns, right } = laidOut(unknowns);
  return programOf(
    columns.map(({ rows, column }) => ({ rows, cost: cost(column) })),
    right,
  );
}

/**
 * A fraction of two linear functions, (`top` + sum of the columns' tops) / (`bottom` + sum of their bottoms), as a linear program: the
 * unknowns are q t with t = 1 / denominator, which is itself the last column. A. Charnes and W. Cooper, Naval Research Logistics Quarterly
 * 9, 1962.
 */
export function fractionProgram(
  unknowns: readonly Unknown[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): LinearProgram {
  const { columns, right } = laidOut(unknowns);
  const last = right.length;
  const scaled = columns.map(({ rows, column }): Sparse => {
    if (column.bottom === 0) return { rows, cost: column.top };
    return {
      rows: [...rows, last],
      entries: [...rows.map(() => 1), column.bottom],
      cost: column.top,
    };
  });
  const known = [...right.keys()].filter((row) => right[row] !== 0);
  const t: Sparse = {
    rows: [...known, last],
    entries: [...known.map((row) => -right[row]), bottom],
    cost: top,
  };
  const zeros = right.map(() => 0);
  return programOf([...scaled, t], [...zeros, 1]);
}

/**
 * The least cost of changing what is observed so that some law fits: each row may be missed to either side, at its price.
 * @param prices by row, of one input after the other
 */
export function nearestProgram(unknown: Unknown, prices: readonly number[]): LinearProgram {
  const { columns, right } = laidOut([unknown]);
  const missed = prices.flatMap((cost, row): Sparse[] => [
    { rows: [row], cost },
    { rows: [row], entries: [-1], cost },
  ]);
  return programOf([...columns.map(({ rows }): Sparse => ({ rows, cost: 0 })), ...missed], right);
}

/** The rows of each input of each unknown, one after the other, and for each unknown a last one: its law sums to 1. */
function laidOut(unknowns: readonly Unknown[]) {
  const right: number[] = [];
  const columns: { readonly rows: readonly number[]; readonly column: Column }[] = [];
  for (const { constraints, columns: own } of unknowns) {
    const first = constraints.inputs.map(({ rows }) => {
      const at = right.length;
      right.push(...rows.map(({ mass }) => mass));
      return at;
    });
    const last = right.push(1) - 1;
    for (const column of own) {
      columns.push({ rows: [...Array.from(column.rows, (row, input) => first[input] + row), last], column });
    }
  }
  return { right, columns };
}

function programOf(columns: readonly Sparse[], right: readonly number[]): LinearProgram {
  const starts = new Int32Array(columns.length + 1);
  columns.forEach(({ rows }, i) => {
    starts[i + 1] = starts[i] + rows.length;
  });
  const indices = new Int32Array(starts[columns.length]);
  const entries = new Float64Array(indices.length).fill(1);
  columns.forEach((column, i) => {
    indices.set(column.rows, starts[i]);
    if (column.entries !== undefined) entries.set(column.entries, starts[i]);
  });
  return {
    starts,
    indices,
    entries,
    right: Float64Array.from(right),
    cost: Float64Array.from(columns, ({ cost }) => cost),
  };
}
