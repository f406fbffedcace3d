import { DiscoError } from "../error.js";
import { binLabels, cutsOf, quantileMarks } from "../num/bins-of-numbers.js";
import type { Column } from "../num/columns.js";
import { exactParts } from "../num/exact-parts.js";
import { byCodePoint } from "../num/finite-cells.js";
import type { Sample } from "../num/sample.js";
import { rolesTold, type Strata, type StrataTable, type Stratifier } from "../num/strata.js";
import { mostNumbers, type SettledRules, type StrataRules, settledRules, whyLeft } from "../num/strata-rules.js";

/** How strata are made of a sample. */
export interface StrataOfOptions extends StrataRules {
  /** The covariates to try; all of them when absent. */
  readonly by?: readonly string[] | undefined;
}

/** A stratifier with what its values are called and the place of each row among them. */
interface Coded {
  readonly stratifier: Stratifier;
  readonly labels: readonly string[];
  readonly codes: Int32Array;
}

/** What each row adds to its stratum: count, sum and squares, each in a high and a low part. */
type Parts = readonly Float64Array[];

/**
 * The outcome of both arms in every stratum of each covariate, and of each pair: what `readStrata` of the table counts in its engine, from a sample
 * in memory. The order of rows changes nothing, not even the last bit.
 * @throws DiscoError for names in `by` that are no covariates, and for rules that make no sense
 * Cost: O(rows x pairs).
 */
export function strataOf(sample: Sample, options: StrataOfOptions = {}): StrataTable {
  const rules = settledRules(options);
  const { treatment, outcome, weights, given, data } = sample;
  const mass = weights?.values ?? new Float64Array(sample.rows).fill(1);
  const law = weights?.kind === "law";
  // Rows that were counted, unasked, are as many as they stand for.
  const rows = weights && weights.name === undefined && !law ? total(mass) : mass.filter((m) => m > 0).length;
  const profiles = columnsBy(given, options.by).map((column) => profile(column, mass, rows, rules));
  const tried = profiles.flatMap((p) => ("left" in p ? [] : [coded(p.column, p.found, mass, law, rules)]));
  const parts = [
    mass,
    outcome.values.map((y, i) => mass[i] * y),
    outcome.values.map((y, i) => mass[i] * (y * y)),
  ].flatMap((values) => {
    const { high, low } = exactParts(values);
    return [high, low];
  });
  const count = (columns: readonly Coded[]) => strataBy(columns, treatment.values, parts);
  const pairs = rules.pairs ? tried.flatMap((one, i) => tried.slice(i + 1).map((other) => count([one, other]))) : [];
  const binned = new Map(tried.map(({ stratifier }) => [stratifier.name, stratifier]));
  return {
    ...rolesTold(treatment, outcome),
    whole: count([]),
    strata: [...tried.map((one) => count([one])), ...pairs],
    stratifiers: profiles.map(({ stratifier }) => binned.get(stratifier.name) ?? stratifier),
    law,
    data,
  };
}

function columnsBy(given: readonly Column[], by: readonly string[] | undefined): readonly Column[] {
  const strange = by?.find((name) => !given.some((column) => column.name === name));
  if (strange !== undefined) {
    const next = `choose from ${given.map(({ name }) => `'${name}'`).join(", ")}`;
    throw new DiscoError({ who: "--by", wrong: "this is no covariate of the sample", given: `'${strange}'`, next });
  }
  return by ? given.filter(({ name }) => by.includes(name)) : given;
}

/** The distinct values that occur, in their order. */
interface Found {
  readonly numbers?: readonly number[];
  readonly texts?: readonly string[];
}

type Profile = { readonly column: Column; readonly stratifier: Stratifier } & (
  | { readonly found: Found }
  | { readonly left: string }
);

function profile(column: Column, mass: Float64Array, rows: number, rules: SettledRules): Profile {
  const { name } = column;
  const seen = new Set<number>();
  const values = column.kind === "numeric" ? column.values : column.codes;
  for (let i = 0; i < values.length; i++) if (mass[i] > 0) seen.add(values[i]);
  const kind = column.kind === "numeric" ? "numbers" : "labels";
  const left = whyLeft({ kind, values: seen.size }, rows, rules);
  const stratifier: Stratifier = { name, kind, values: seen.size, ...(left !== undefined && { left }) };
  if (left !== undefined) return { column, stratifier, left };
  return column.kind === "numeric"
    ? { column, stratifier, found: { numbers: [...seen].sort((a, b) => a - b) } }
    : { column, stratifier, found: { texts: [...seen].map((code) => column.levels[code]).sort(byCodePoint) } };
}

function coded(column: Column, found: Found, mass: Float64Array, law: boolean, { bins }: SettledRules): Coded {
  const { name } = column;
  if (column.kind === "categorical") {
    const labels = found.texts!;
    const places = column.levels.map((level) => labels.indexOf(level));
    return {
      stratifier: { name, kind: "labels", values: labels.length },
      labels,
      codes: column.codes.map((code) => places[code]),
    };
  }
  const numbers = found.numbers!;
  const stratifier = { name, kind: "numbers", values: numbers.length } as const;
  const few = numbers.length <= mostNumbers(bins);
  const cuts = few ? numbers.slice(0, -1) : cutsByMass(column.values, numbers, mass, law, bins);
  const codes = Int32Array.from(column.values, (value) => cuts.filter((cut) => value > cut).length);
  return few
    ? { stratifier, labels: numbers.map(String), codes }
    : { stratifier: { ...stratifier, cuts }, labels: binLabels(cuts), codes };
}

/** The cuts by the rule of bins-of-numbers.ts, from the mass of each distinct value. */
function cutsByMass(
  values: Float64Array,
  numbers: readonly number[],
  mass: Float64Array,
  law: boolean,
  bins: number,
): number[] {
  const masses = new Map<number, number>();
  values.forEach((value, i) => {
    masses.set(value, (masses.get(value) ?? 0) + mass[i]);
  });
  let sum = 0;
  const reached = numbers.map((value) => {
    sum += masses.get(value)!;
    return bins * sum;
  });
  const quantiles = quantileMarks(bins, total(mass), law).map((mark) => numbers[reached.findIndex((m) => m >= mark)]);
  return cutsOf(quantiles, numbers[numbers.length - 1], numbers[numbers.length - 2]);
}

function strataBy(columns: readonly Coded[], treated: Uint8Array, parts: Parts): Strata {
  const width = columns[1]?.labels.length ?? 1;
  const size = columns.reduce((product, { labels }) => product * labels.length, 1);
  const [one, other] = columns.map(({ codes }) => codes);
  const sums = parts.map(() => new Float64Array(2 * size));
  for (let i = 0; i < treated.length; i++) {
    const stratum = one === undefined ? 0 : one[i] * width + (other === undefined ? 0 : other[i]);
    const at = 2 * stratum + treated[i];
    for (let k = 0; k < parts.length; k++) sums[k][at] += parts[k][i];
  }
  const kept = Array.from({ length: size }, (_, s) => s).filter((s) => sums[0][2 * s] + sums[0][2 * s + 1] > 0);
  const places = kept.flatMap((s) => [2 * s, 2 * s + 1]);
  const of = (k: number) => Float64Array.from(places, (place) => sums[k][place] + sums[k + 1][place]);
  return {
    by: columns.map(({ stratifier }) => stratifier.name),
    labels: kept.map((s) =>
      columns.map(({ labels }, k) => labels[columns.length < 2 ? s : k === 0 ? Math.floor(s / width) : s % width]),
    ),
    count: of(0),
    sum: of(2),
    squares: of(4),
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
