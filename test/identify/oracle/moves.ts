// Is a question open? A small move of a model that leaves every known law as it is and changes the answer proves that no formula exists.
import type { FullModel } from "./model.ts";

/** What is looked at in a model, or in several that share rows of their tables: each number linear in each single row. */
export interface View {
  /** All known laws, one behind the other. */
  readonly known: ArrayLike<number>;
  /** The question's answer is `top / bottom`. */
  readonly top: number;
  readonly bottom: number;
}

/** A law of one cause, or of one node at one state of its causes: what may move. */
export type Row = number[];

/** The rows of a model, in place: to change one changes the model. */
export function rowsOf({ latents, tables }: FullModel): Row[] {
  return [...latents.map(({ law }) => law as Row), ...(tables.flat() as Row[])];
}

/**
 * How much of the answer's gradient no known law accounts for, between 0 and 1. Where it is not 0 there are models as near as one likes that
 * agree on everything known and not on the answer. Where it is 0, the answer is settled at least near this model.
 * Numbers are linear in each row, so that differences are derivatives.
 * @param upToScale the known numbers are one law times something unknown, as rows that are selected are
 */
export function unsettled(rows: readonly Row[], look: () => View, upToScale = false): number {
  const STEP = 0.1;
  const base = look();
  const columns: number[][] = [];
  const gradient: number[] = [];
  for (const row of rows) {
    for (let value = 0; value + 1 < row.length; value++) {
      const before = [...row];
      row[value] += STEP;
      row[row.length - 1] -= STEP;
      const moved = look();
      row.splice(0, row.length, ...before);
      columns.push(Array.from(base.known, (number, i) => (moved.known[i] - number) / STEP));
      const [top, bottom] = [(moved.top - base.top) / STEP, (moved.bottom - base.bottom) / STEP];
      gradient.push((top * base.bottom - base.top * bottom) / base.bottom ** 2);
    }
  }
  if (upToScale) {
    columns.push(Array.from(base.known));
    gradient.push(0);
  }
  const size = norm(gradient);
  if (size < 1e-12) return 0;
  const span = spanOf(Array.from(base.known, (_, i) => columns.map((column) => column[i])));
  return norm(without(gradient, span)) / size;
}

/** Vectors of length one, each at right angles to the others, that span the same as these. */
function spanOf(vectors: readonly number[][]): number[][] {
  const span: number[][] = [];
  // What is only rounding is no direction.
  const least = Math.max(1e-12, 1e-9 * Math.max(...vectors.map(norm)));
  for (const vector of vectors) {
    const rest = without(vector, span);
    const length = norm(rest);
    if (length > least) span.push(rest.map((one) => one / length));
  }
  return span;
}

/** What is left of a vector at right angles to all of these; twice, for the digits. */
function without(vector: readonly number[], span: readonly number[][]): number[] {
  const rest = [...vector];
  for (let round = 0; round < 2; round++) {
    for (const one of span) {
      const along = one.reduce((sum, value, i) => sum + value * rest[i], 0);
      for (let i = 0; i < rest.length; i++) rest[i] -= along * one[i];
    }
  }
  return rest;
}

function norm(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
