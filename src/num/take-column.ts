import type { Column } from "./columns.js";

/** The column's values at the given rows, in that order. */
export function takeColumn<C extends Column>(column: C, rows: Int32Array): C {
  return column.kind === "numeric"
    ? { ...column, values: Float64Array.from(rows, (i) => column.values[i]) }
    : { ...column, codes: Int32Array.from(rows, (i) => column.codes[i]) };
}
