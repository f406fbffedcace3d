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
