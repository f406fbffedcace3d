/** A column of few values: row i has `values[codes[i]]`. */
export interface FiniteColumn {
  readonly name: string;
  readonly values: readonly (number | string)[];
  readonly codes: Int32Array;
}

/**
 * Rows of finitely many values, each with its mass: a table of counted distinct rows, or an exact law. Rows may repeat, and combinations
 * that no row has have no mass.
 */
export interface Cells {
  readonly columns: readonly FiniteColumn[];
  readonly mass: Float64Array;
  /** `counts`: rows of a sample, each independent of the others; `law`: exact probabilities, without sampling error. */
  readonly kind: "counts" | "law";
}

/** The column of a name; undefined where there is none. */
export function columnOf({ columns }: Cells, name: string): FiniteColumn | undefined {
  return columns.find((column) => column.name === name);
}
