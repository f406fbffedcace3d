import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { DesignColumns, IndicatorBlock } from "../../num/gram.js";

/** A column of the design by the names of the data; `level` where it is the indicator of a label. */
export interface NetColumn {
  readonly name: string;
  readonly level?: string;
}

/** Columns of an elastic net: `scale[j]` standard deviations of column 1 + j make one (indicators are kept as 0 and 1). */
export interface NetDesign {
  readonly design: DesignColumns;
  readonly scale: Float64Array;
  readonly columns: readonly NetColumn[];
}

/** More columns than this and their matrix no longer fits a small machine. */
const MOST_COLUMNS = 2000;

/** Values that differ by less, in standard deviations, are one value. */
const SAME = 1e-9;

function standardised(value: (i: number) => number, rows: number, weight?: Float64Array): Float64Array | undefined {
  let total = 0;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < rows; i++) {
    const w = weight ? weight[i] : 1;
    total += w;
    mean += w * value(i);
  }
  mean /= total;
  for (let i = 0; i < rows; i++) square += (weight ? weight[i] : 1) * (value(i) - mean) ** 2;
  const sd = Math.sqrt(square / total);
  if (!(sd > 1e-12 * Math.abs(mean)) || sd === 0) return undefined;
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) out[i] = (value(i) - mean) / sd;
  return out;
}

/** Is one column the other, or its mirror image? As a rule the first rows say no. */
function repeats(a: Float64Array, b: Float64Array): boolean {
  const sign = a[0] * b[0] < 0 ? -1 : 1;
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i] - sign * b[i]) > SAME) return false;
  return true;
}

/** Do two label columns sort the rows into the same groups? */
function sameGroups(a: Int32Array, b: Int32Array, width: number): boolean {
  const partner = new Int32Array(width).fill(-1);
  for (let i = 0; i < a.length; i++) {
    if (partner[a[i]] < 0) partner[a[i]] = b[i];
    else if (partner[a[i]] !== b[i]) return false;
  }
  return new Set(partner).size === width;
}

function refuseWidth(given: readonly Column[]): never {
  const levels = (column: Column) => (column.kind === "categorical" ? column.levels.length : 0);
  const widest = given.reduce((a, b) => (levels(b) > levels(a) ? b : a));
  throw new DiscoError({
    who: `elastic net: covariate "${widest.name}"`,
    wrong: `levels would make more than ${MOST_COLUMNS} columns`,
    given: `${levels(widest)} levels`,
    next: "use --learner boost, name it with --unit if it says which individual a row belongs to, or group its levels with --derive",
  });
}

/**
 * Covariates as columns of a penalised model. Every column counts in its standard deviations (over all rows given, by their weights). A label
 * of three levels or more has an indicator for each, none left out, so that no level is the one towards which the others are drawn: the fit
 * is the same whatever the levels are called. Two levels make one column, the same as a number with two values. Constant columns, unused
 * levels and columns that repeat another (or its mirror image) make none, as a repeated covariate would be penalised less than one.
 * @throws DiscoError when there would be more than 2,000 columns
 */
export function netDesign(given: readonly Column[], rows: number, weight?: Float64Array): NetDesign {
  const dense: { readonly values: Float64Array; readonly column: NetColumn }[] = [];
  const labels: { readonly codes: Int32Array; readonly name: string; readonly levels: string[]; shares: number[] }[] =
    [];
  const addDense = (values: Float64Array | undefined, column: NetColumn) => {
    if (values && !dense.some((other) => repeats(other.values, values))) dense.push({ values, column });
  };
  for (const column of given) {
    if (column.kind === "numeric") {
      addDense(
        standardised((i) => column.values[i], rows, weight),
        { name: column.name },
      );
      continue;
    }
    const counts = new Float64Array(column.levels.length);
    for (let i = 0; i < rows; i++) counts[column.codes[i]] += weight ? weight[i] : 1;
    const used = [...counts.keys()].filter((level) => counts[level] > 0);
    if (used.length < 2) continue;
    if (used.length === 2) {
      addDense(
        standardised((i) => (column.codes[i] === used[1] ? 1 : 0), rows, weight),
        { name: column.name, level: column.levels[used[1]] },
      );
      continue;
    }
    if (used.length > MOST_COLUMNS) refuseWidth(given);
    const place = new Int32Array(column.levels.length).fill(-1);
    for (const [k, level] of used.entries()) place[level] = k;
    const codes = column.codes.map((code) => place[code]);
    if (labels.some((other) => other.levels.length === used.length && sameGroups(other.codes, codes, used.length)))
      continue;
    const total = counts.reduce((a, b) => a + b, 0);
    const levels = used.map((level) => column.levels[level]);
    labels.push({ codes, name: column.name, levels, shares: used.map((level) => counts[level] / total) });
  }
  let size = 1 + dense.length;
  const blocks: IndicatorBlock[] = labels.map(({ codes, levels }) => {
    const block = { codes, offset: size };
    size += levels.length;
    return block;
  });
  if (size > MOST_COLUMNS) refuseWidth(given);
  return {
    design: { dense: dense.map(({ values }) => values), blocks, size },
    scale: Float64Array.from([
      ...dense.map(() => 1),
      ...labels.flatMap(({ shares }) => shares.map((share) => Math.sqrt(share * (1 - share)))),
    ]),
    columns: [
      ...dense.map(({ column }) => column),
      ...labels.flatMap(({ name, levels }) => levels.map((level) => ({ name, level }))),
    ],
  };
}

/** The design of some columns only (numbered from 0, the intercept stays); `columns` ascending. Cost: O(rows) for each label touched. */
export function someColumns({ design, scale }: NetDesign, columns: Int32Array): Pick<NetDesign, "design" | "scale"> {
  if (columns.length === scale.length) return { design, scale };
  const place = new Int32Array(scale.length).fill(-1);
  for (let k = 0; k < columns.length; k++) place[columns[k]] = k;
  const dense = design.dense.filter((_, j) => place[j] >= 0);
  const blocks: IndicatorBlock[] = [];
  for (const [b, { codes, offset }] of design.blocks.entries()) {
    const end = b + 1 < design.blocks.length ? design.blocks[b + 1].offset : design.size;
    const own = place.subarray(offset - 1, end - 1);
    const first = own.find((k) => k >= 0);
    if (first === undefined) continue;
    blocks.push({
      offset: 1 + first,
      codes: codes.map((code) => (code >= 0 && own[code] >= 0 ? own[code] - first : -1)),
    });
  }
  return { design: { dense, blocks, size: 1 + columns.length }, scale: Float64Array.from(columns, (j) => scale[j]) };
}
