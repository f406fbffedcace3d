import type { Column, NumericColumn } from "../../num/columns.js";
import { type DesignColumns, partRows } from "../../num/gram.js";
import { takeColumn, takeNumbers } from "../../num/take-column.js";
import { designSpace, designWithTerms, standardise, type Term } from "./design.js";

/** A design whose columns are written part by part, when somebody is about to look. */
export interface LazyDesign {
  readonly design: DesignColumns;
  readonly terms: readonly Term[];
  /** Writes the rows of one part (see `partsOf`). */
  readonly write: (part: number) => void;
  /** The design of the rows in `some`, complete. */
  readonly ofSome: DesignColumns;
}

/**
 * The design of very many rows of numbers, in units that some of them tell: their averages and standard deviations. Which units does not matter to a fit
 * without a penalty, and columns that no two passes have to go through before the fit begins can be written while others already look. Undefined where it takes
 * all rows to know the columns: labels, gaps, columns that say nothing new in `some`.
 * @param some places of rows
 */
export function lazyDesign(
  given: readonly Column[],
  rows: number,
  some: Int32Array,
  weight?: Float64Array,
): LazyDesign | undefined {
  const numbers = given.filter((column): column is NumericColumn => column.kind === "numeric" && !column.gaps);
  const space = designSpace(numbers.length, rows);
  if (numbers.length < given.length || space === undefined) return undefined;
  const picked = numbers.map((column) => takeColumn(column, some));
  const { design: ofSome, terms } = designWithTerms(picked, some.length, weight && takeNumbers(weight, some));
  if (terms.length < given.length) return undefined;
  const dense = numbers.map(() => space.doubles(rows));
  const write = (part: number) => {
    const [from, to] = partRows(part, rows);
    numbers.forEach(({ values }, j) => {
      const term = terms[j];
      if (term.kind === "numeric") standardise(values, term.mean, term.sd, dense[j], from, to);
    });
  };
  return { design: { dense, blocks: [], size: 1 + dense.length, space }, terms, write, ofSome };
}
