import { type Stratum, strataOf } from "../../src/discover/strata.js";
import type { FiniteColumn } from "../../src/num/cells.js";

/** Tables of counts, stratum by stratum and line by line, as the strata that are tested. */
export function strataFrom(tables: readonly (readonly (readonly number[])[])[]): readonly Stratum[] {
  const rows = tables.flatMap((table, z) => table.flatMap((line, x) => line.map((count, y) => ({ x, y, z, count }))));
  const filled = rows.filter(({ count }) => count > 0);
  const column = (key: "x" | "y" | "z"): FiniteColumn => ({
    name: key,
    values: Array.from({ length: 1 + Math.max(...rows.map((row) => row[key])) }, (_, i) => i),
    codes: Int32Array.from(filled, (row) => row[key]),
  });
  return strataOf(
    column("x"),
    column("y"),
    [column("z")],
    Float64Array.from(filled, ({ count }) => count),
  );
}

/** Admissions to Berkeley in 1973, by department: lines men, women; columns admitted, rejected (Bickel, Hammel and O'Connell 1975). */
export const BERKELEY = [
  [
    [512, 313],
    [89, 19],
  ],
  [
    [353, 207],
    [17, 8],
  ],
  [
    [120, 205],
    [202, 391],
  ],
  [
    [138, 279],
    [131, 244],
  ],
  [
    [53, 138],
    [94, 299],
  ],
  [
    [22, 351],
    [24, 317],
  ],
];

/** Income by job satisfaction, women and men (A. Agresti, Categorical Data Analysis, 2nd edition 2002, table 7.8). */
export const SATISFACTION = [
  [
    [1, 3, 11, 2],
    [2, 3, 17, 3],
    [0, 1, 8, 5],
    [0, 2, 4, 2],
  ],
  [
    [1, 1, 2, 1],
    [0, 3, 5, 1],
    [0, 0, 7, 3],
    [0, 1, 9, 6],
  ],
];

/** Delayed penicillin, five doses: lines at once, 1.5 hours later; columns cured, died (Agresti 1990, page 232). */
export const RABBITS = [
  [
    [0, 6],
    [0, 5],
  ],
  [
    [3, 3],
    [0, 6],
  ],
  [
    [6, 0],
    [2, 4],
  ],
  [
    [5, 1],
    [6, 0],
  ],
  [
    [2, 0],
    [5, 0],
  ],
];
