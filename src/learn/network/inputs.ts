import { DiscoError } from "../../error.js";
import type { CategoricalColumn, Column, NumericColumn } from "../../num/columns.js";
import { hashNumber, hashRows, hashText, mix } from "../../num/hash.js";

/** Covariates as a network takes them: standardised numbers, and for labels the number of the weight that each row switches on. */
export interface NetworkInputs {
  readonly rows: number;
  /** Numbers, row by row. */
  readonly dense: Float64Array;
  readonly numbers: number;
  /** Places in the weights (from `numbers` on), row by row; -1: a label that no row with weight has. */
  readonly codes: Int32Array;
  readonly labels: number;
  /** Numbers and labels' levels together: the weights of a neuron of the first layer. */
  readonly width: number;
}

/** More inputs than this and a step of training costs more than the rows it looks at. */
const MOST_INPUTS = 2000;

/** Bits of the averages and spreads that inputs and outcomes are standardised by: so few that the order of their sums leaves no trace. */
const BITS = 20;

/** The nearest number with few bits below `unit`. */
export function coarse(value: number, unit: number): number {
  const step = 2 ** (Math.ceil(Math.log2(unit)) - BITS);
  return Math.round(value / step) * step;
}

interface Ranked {
  readonly column: Column;
  readonly hashes: Uint32Array;
  readonly marks: readonly [number, number];
}

function rank(column: Column, rows: number, rowHash: Uint32Array, weight: Float64Array | undefined): Ranked {
  const hashes = new Uint32Array(rows);
  const levels = column.kind === "categorical" ? column.levels.map(hashText) : [];
  let [first, second] = [0, 0];
  for (let i = 0; i < rows; i++) {
    hashes[i] = column.kind === "numeric" ? hashNumber(column.values[i]) : levels[column.codes[i]];
    const times = weight ? weight[i] : 1;
    const own = mix(hashes[i], rowHash[i]);
    first = (first + Math.imul(own, times)) | 0;
    second = (second + Math.imul(mix(own, 0x5bd1e995), times)) | 0;
  }
  return { column, hashes, marks: [first, second] };
}

/** Columns in an order that only their contents decide, each content once. */
function canonical(given: readonly Column[], rows: number, weight: Float64Array | undefined): Column[] {
  const rowHash = hashRows(given, rows, weight);
  const ranked = given.map((column) => rank(column, rows, rowHash, weight));
  ranked.sort((a, b) => a.marks[0] - b.marks[0] || a.marks[1] - b.marks[1]);
  const once = ranked.filter(({ marks, hashes }, c) => {
    const before = ranked[c - 1];
    const same = c > 0 && before.marks[0] === marks[0] && before.marks[1] === marks[1];
    return !same || hashes.some((hash, i) => hash !== before.hashes[i]);
  });
  return once.map(({ column }) => column);
}

/** The column less its average, in standard deviations; undefined where it never varies. */
function standardised({ values }: NumericColumn, weight: Float64Array | undefined): Float64Array | undefined {
  let low = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (!weight || weight[i] > 0) low = Math.min(low, values[i]);
  let [mass, sum, square] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const w = weight ? weight[i] : 1;
    mass += w;
    sum += w * (values[i] - low);
  }
  const mean = sum / mass;
  for (let i = 0; i < values.length; i++) {
    const off = values[i] - low - mean;
    square += (weight ? weight[i] : 1) * off * off;
  }
  const sd = Math.sqrt(square / mass);
  if (!(sd > 1e-12 * Math.abs(low + mean)) || sd === 0) return undefined;
  const [centre, unit] = [coarse(mean, sd), coarse(sd, sd)];
  return values.map((value) => (value - low - centre) / unit);
}

/** Places of the levels that are used, in the order of their names; undefined where only one is. */
function places({ codes, levels }: CategoricalColumn, weight: Float64Array | undefined, from: number) {
  const used = new Uint8Array(levels.length);
  for (let i = 0; i < codes.length; i++) if (!weight || weight[i] > 0) used[codes[i]] = 1;
  const names = levels.filter((_, level) => used[level] === 1).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (names.length < 2) return undefined;
  const place = new Map(names.map((name, k) => [name, from + k]));
  const of = levels.map((level, k) => (used[k] === 1 ? (place.get(level) ?? -1) : -1));
  return { codes: codes.map((code) => of[code]), count: names.length };
}

function gapsIn(name: string, gaps: number): never {
  throw new DiscoError({
    who: `network: covariate "${name}"`,
    wrong: "a network has no place for missing values",
    given: `${gaps} missing`,
    next: "use --learner boost, or leave out the rows or the column",
  });
}

/**
 * Prepares covariates for a network: numbers standardised, labels one-hot. The order of columns and rows, repeated columns and unused levels
 * change nothing, to the bit; columns that never vary are left out.
 * @throws DiscoError on numeric columns with gaps, and where the labels make more than 2,000 inputs
 * Cost: O(rows x columns).
 */
export function networkInputs(given: readonly Column[], rows: number, weight?: Float64Array): NetworkInputs {
  for (const column of given) if (column.kind === "numeric" && column.gaps) gapsIn(column.name, column.gaps);
  const columns = canonical(given, rows, weight);
  const numbers = columns.flatMap((column) => (column.kind === "numeric" ? (standardised(column, weight) ?? []) : []));
  const dense = new Float64Array(rows * numbers.length);
  for (const [j, values] of numbers.entries()) {
    for (let i = 0; i < rows; i++) dense[i * numbers.length + j] = values[i];
  }
  let width = numbers.length;
  const labels: Int32Array[] = [];
  for (const column of columns) {
    const placed = column.kind === "categorical" ? places(column, weight, width) : undefined;
    if (!placed) continue;
    labels.push(placed.codes);
    width += placed.count;
    if (width <= MOST_INPUTS) continue;
    throw new DiscoError({
      who: `network: covariate "${column.name}"`,
      wrong: `levels would make more than ${MOST_INPUTS} inputs`,
      given: `${placed.count} levels`,
      next: "use --learner boost, name it with --unit if it says which individual a row belongs to, or group its levels",
    });
  }
  const codes = new Int32Array(rows * labels.length);
  for (const [c, own] of labels.entries()) for (let i = 0; i < rows; i++) codes[i * labels.length + c] = own[i];
  return { rows, dense, numbers: numbers.length, codes, labels: labels.length, width };
}
