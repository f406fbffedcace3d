/** A column of numbers: no missing values, no infinities (whoever makes one checks). */
export interface NumericColumn {
  readonly kind: "numeric";
  readonly name: string;
  readonly values: Float64Array;
}

/** A column of labels: `levels[codes[i]]` is the label of row i. Levels that no row uses are allowed and change nothing. */
export interface CategoricalColumn {
  readonly kind: "categorical";
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** Number of rows of a column. */
export function columnLength(column: Column): number {
  return column.kind === "numeric" ? column.values.length : column.codes.length;
}

/** The column at the given rows, in that order (rows may repeat). Cost: O(rows.length). */
export function takeColumn(column: Column, rows: Int32Array): Column {
  if (column.kind === "numeric") {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]];
    return { kind: "numeric", name: column.name, values };
  }
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]];
  return { kind: "categorical", name: column.name, codes, levels: column.levels };
}
