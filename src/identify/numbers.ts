import { type Cells, columnOf } from "../num/cells.js";
import { normalQuantile } from "../num/normal.js";
import type { Range, Remark } from "../query/answer.js";
import type { Estimand, Sign } from "../query/estimand.js";
import type { ValueAt } from "../query/identification.js";
import { printName, printValue } from "../query/print.js";
import type { Value } from "../query/question.js";
import { type Evaluation, evaluate, slopesOf, type Tables } from "./estimand/evaluate.js";
import { MOST_ENTRIES } from "./estimand/grid.js";
import { keyOf } from "./estimand/walk.js";
import { firstGap, thinnest } from "./support.js";

/** A formula's numbers on a table. */
export interface Numbers {
  /** At each value of what the question leaves open, in the order of the values; one without names where it leaves nothing open. */
  readonly values: readonly ValueAt[];
  readonly warnings: readonly Remark[];
}

/** More rows of answers than this are not listed. */
export const MOST_VALUES = 10_000;

/** A law that rests on fewer rows than this is warned of. */
const FEW_ROWS = 5;

/**
 * Evaluates a formula on finite laws, with the standard error that the counts leave (delta method on the multinomial: each row counts once,
 * rows are independent). Signs of `arbitrary` make no difference in the law the formula is right for, so the numbers are averaged over
 * their values as often as these occur, as far as they are defined; how far they differ is a check of the graph.
 * Cost: that of `evaluate`, and as much again for each number with an interval.
 */
export function numbersOf(
  formula: Estimand,
  open: readonly Sign[],
  arbitrary: readonly Sign[],
  tables: Tables,
  level: number,
): Numbers {
  const evaluation = evaluate(formula, tables);
  const { grid, domains } = evaluation;
  const steps = grid.scope.map((_, i) => grid.cards.slice(i + 1).reduce((product, card) => product * card, 1));
  const place = (sign: Sign) => grid.scope.indexOf(keyOf(sign));
  const shown = open.filter((sign) => place(sign) >= 0);
  const free = arbitrary.filter((sign) => place(sign) >= 0);
  const z = normalQuantile((1 + level) / 2);
  const values: ValueAt[] = [];
  let spread = 0;
  for (const at of combinations(shown.map((sign) => domains(keyOf(sign))))) {
    const entryOf = (signs: readonly Sign[], picked: readonly number[]) =>
      signs.reduce((entry, sign, i) => entry + picked[i] * steps[place(sign)], 0);
    const base = entryOf(shown, at);
    const entries = new Map<number, number>();
    for (const other of combinations(free.map((sign) => domains(keyOf(sign))))) {
      const entry = base + entryOf(free, other);
      const weight = free.length === 0 ? 1 : massAt(tables.observed, free, other);
      if (!Number.isNaN(grid.data[entry]) && weight > 0) entries.set(entry, weight);
    }
    const total = [...entries.values()].reduce((sum, weight) => sum + weight, 0);
    const names = Object.fromEntries(shown.map((sign, i) => [sign.variable, domains(keyOf(sign))[at[i]]]));
    if (total === 0) {
      values.push({ at: names, value: null, reason: reasonFor(formula, shown, at, domains, tables) });
      continue;
    }
    for (const [entry, weight] of entries) entries.set(entry, weight / total);
    const all = [...entries.keys()].map((entry) => grid.data[entry]);
    spread = Math.max(spread, Math.max(...all) - Math.min(...all));
    const value = [...entries].reduce((sum, [entry, weight]) => sum + weight * grid.data[entry], 0);
    const error = standardError(evaluation, entries);
    const interval: Range | undefined = error === undefined ? undefined : [value - z * error, value + z * error];
    values.push({ at: names, value, ...(interval === undefined ? {} : { interval }) });
  }
  return { values, warnings: [...spreadWarning(free, spread, tables.observed), ...thinWarning(formula, tables)] };
}

/** The standard error of a weighted sum of entries; undefined where a law is exact and has none. */
function standardError(evaluation: Evaluation, entries: ReadonlyMap<number, number>): number | undefined {
  if (evaluation.ledgers.every(({ cells }) => cells.kind === "law")) return undefined;
  slopesOf(evaluation, entries);
  let variance = 0;
  for (const { cells, slope } of evaluation.ledgers) {
    if (cells.kind === "law") continue;
    // The number does not change when all counts are multiplied, so the slopes' average is zero by itself.
    cells.mass.forEach((mass, row) => {
      variance += mass * slope[row] ** 2;
    });
  }
  return Math.sqrt(variance);
}

function massAt(cells: Cells, signs: readonly Sign[], picked: readonly number[]): number {
  const columns = signs.map(({ variable }) => columnOf(cells, variable)!);
  return cells.mass.reduce(
    (sum, mass, row) => (columns.every(({ codes }, i) => codes[row] === picked[i]) ? sum + mass : sum),
    0,
  );
}

/** Why a number is missing: a law that nobody has data on. */
function reasonFor(
  formula: Estimand,
  shown: readonly Sign[],
  at: readonly number[],
  domains: (key: string) => readonly Value[],
  tables: Tables,
): string {
  const fixed = new Map(shown.map((sign, i) => [keyOf(sign), domains(keyOf(sign))[at[i]]]));
  const gap = firstGap(formula, fixed, tables);
  if (gap === undefined) return "nothing in the table has what is given";
  return `the formula needs ${gap.law}, and no row has ${sayAt(gap.at)}`;
}

function sayAt(at: ReadonlyMap<string, Value>): string {
  return [...at].map(([name, value]) => `${printName(name)} = ${printValue(value)}`).join(", ");
}

function spreadWarning(free: readonly Sign[], spread: number, cells: Cells): readonly Remark[] {
  if (free.length === 0 || (cells.kind === "law" && spread < 1e-9)) return [];
  const names = free.map(({ variable }) => printName(variable)).join(", ");
  const text = `The formula should give the same at each value of ${names}; here it differs by up to ${spread.toPrecision(2)}, and the average is shown. A difference beyond chance contradicts the graph.`;
  return [{ id: "arbitrary", text }];
}

function thinWarning(formula: Estimand, tables: Tables): readonly Remark[] {
  const thin = thinnest(formula, tables);
  if (thin === undefined || thin.rows >= FEW_ROWS) return [];
  const rows = thin.rows === 1 ? "one row" : `${thin.rows} rows`;
  const text = `${thin.law} rests on ${rows} where ${sayAt(thin.at)}; merge values, or use an estimator, which models what is rare.`;
  return [{ id: "thin", text }];
}

/** All combinations of places in lists; one empty combination of no lists. */
export function* combinations(lists: readonly (readonly unknown[])[]): Generator<readonly number[]> {
  const size = lists.reduce((product, { length }) => product * length, 1);
  for (let i = 0; i < Math.min(size, MOST_ENTRIES); i++) {
    let rest = i;
    const picked = lists.map(() => 0);
    for (let j = lists.length - 1; j >= 0; j--) {
      picked[j] = rest % lists[j].length;
      rest = Math.floor(rest / lists[j].length);
    }
    yield picked;
  }
}
