import type { Column } from "./columns.js";

/** The numbers at the given places, in that order. A loop: `from` with a function takes ten times as long. */
export function takeNumbers(values: Float64Array, places: Int32Array): Float64Array {
  const taken = new Float64Array(places.length);
  for (let k = 0; k < taken.length; k++) taken[k] = values[places[k]];
  return taken;
}

/** The column's values at the given rows, in that order. */
export function takeColumn<C extends Column>(column: C, rows: Int32Array): C {
  if (column.kind === "numeric") return { ...column, values: takeNumbers(column.values, rows) };
  const codes = new Int32Array(rows.length);
  for (let k = 0; k < rows.length; k++) codes[k] = column.codes[rows[k]];
  return { ...column, codes };
}
