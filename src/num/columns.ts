/** A column of numbers: no infinities, and no missing values but where `gaps` says so (whoever makes one checks). */
export interface NumericColumn {
  readonly kind: "numeric";
  readonly name: string;
  readonly values: Float64Array;
  /** How many values are missing (NaN); absent: none. Only learners that send gaps down a branch of their own take such a column. */
  readonly gaps?: number;
}

/** A column of labels: `levels[codes[i]]` is the label of row i. Levels that no row uses are allowed and change nothing. */
export interface CategoricalColumn {
  readonly kind: "categorical";
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
  /** How many codes are -1 (missing); absent: none. Only who asks for such columns gets them. */
  readonly gaps?: number;
}

export type Column = NumericColumn | CategoricalColumn;
