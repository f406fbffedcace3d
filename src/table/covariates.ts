import type { CategoricalColumn, Column } from "../num/columns.js";
import { listed } from "../num/say-names.js";
import type { Fetched } from "./fetch.js";
import { say } from "./say.js";

/** The covariates without gaps, and what was done to them. */
export interface Covariates {
  readonly columns: readonly Column[];
  readonly notes: readonly string[];
}

/**
 * Makes columns of the covariates. Missing numbers (NaN) become the mean of the present ones beside a 0/1 column that
 * tells where; missing labels (-1) become a level of their own. `counts`: rows of the file each row stands for.
 */
export function makeCovariates(fetched: readonly Fetched[], counts: Float64Array | undefined): Covariates {
  const names = new Set(fetched.map((f) => f.name));
  const columns: Column[] = [];
  const constant: string[] = [];
  const dates: string[] = [];
  const means: string[] = [];
  const levels: string[] = [];
  for (const column of fetched) {
    if (column.kind === "date" && column.held === "number") dates.push(column.name);
    if (column.held === "text") {
      if (column.levels.length === 1 && !column.codes.includes(-1)) constant.push(column.name);
      if (column.codes.includes(-1)) levels.push(column.name);
      columns.push(withLevel(column));
      continue;
    }
    const { name, values } = column;
    columns.push({ kind: "numeric", name, values });
    const missing = fillMean(values, counts);
    if (missing) {
      let own = `${name} (missing)`;
      while (names.has(own)) own += "'";
      names.add(own);
      columns.push({ kind: "numeric", name: own, values: missing });
      means.push(name);
    } else if (values.every((v) => v === values[0])) constant.push(name);
  }
  const notes: string[] = [];
  const tell = (of: readonly string[], sentence: (names: string) => string) => {
    if (of.length > 0) notes.push(sentence(listed(of.map(say))));
  };
  tell(dates, (of) => `Dates were read as days since 1970-01-01: ${of}.`);
  tell(means, (of) => `Missing numbers became the mean of the others, with a 0/1 column that tells where: ${of}.`);
  tell(levels, (of) => `Missing labels became a level of their own: ${of}.`);
  tell(constant, (of) => `The same value in every row, so it explains nothing: ${of}.`);
  return { columns, notes };
}

/** What is said beside the notes of `makeCovariates` where trees get the gaps. */
export const GAPS_NOTE = "Learners of trees are given the gaps themselves, and send them down a branch of their own.";

/**
 * The covariates with missing numbers left open, to be asked for before `makeCovariates` fills them; undefined where no number is missing. A missing
 * label is a level of its own, and so has its own branch already.
 */
export function gappedCovariates(fetched: readonly Fetched[]): readonly Column[] | undefined {
  let missing = 0;
  const columns = fetched.map((column): Column => {
    if (column.held === "text") return withLevel(column);
    const { name } = column;
    const gaps = column.values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
    missing += gaps;
    return { kind: "numeric", name, values: column.values.slice(), ...(gaps > 0 ? { gaps } : {}) };
  });
  return missing > 0 ? columns : undefined;
}

/** Replaces NaN by the mean of the rest, in place; returns 1 where it did, or undefined when there was nothing to do. */
function fillMean(values: Float64Array, counts: Float64Array | undefined): Float64Array | undefined {
  let sum = 0;
  let present = 0;
  let rows = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const n = counts ? counts[i] : 1;
    sum += n * values[i];
    present += n;
    rows++;
  }
  if (rows === values.length) return undefined;
  const mean = sum / present;
  const missing = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    values[i] = mean;
    missing[i] = 1;
  }
  return missing;
}

/** The labels with missing ones (-1) coded as a level of their own, at its place among the sorted levels. */
function withLevel({ name, codes, levels }: Fetched & { held: "text" }): CategoricalColumn {
  if (!codes.includes(-1)) return { kind: "categorical", name, codes, levels };
  let own = "(missing)";
  while (levels.includes(own)) own += "'";
  const bytes = Buffer.from(own);
  const before = levels.findIndex((level) => Buffer.compare(Buffer.from(level), bytes) > 0);
  const place = before < 0 ? levels.length : before;
  const recoded = codes.map((code) => (code < 0 ? place : code < place ? code : code + 1));
  return {
    kind: "categorical",
    name,
    codes: recoded,
    levels: [...levels.slice(0, place), own, ...levels.slice(place)],
  };
}
