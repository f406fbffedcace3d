import { DiscoError } from "../../error.js";
import { type Cells, columnOf } from "../../num/cells.js";
import { compare } from "../../query/comparison.js";
import type { Bound, Estimand, Origin, Sign } from "../../query/estimand.js";
import type { Value } from "../../query/question.js";
import { combine, constant, type Grid, gridOver, sumOut, type Tape, TooManyEntries } from "./grid.js";
import { type Domains, type Ledger, lawGrid, meanGrid } from "./leaf.js";
import { freeSigns, keyOf, partsOf, slotsOf } from "./walk.js";

/** The laws a formula is evaluated on. */
export interface Tables {
  /** What was observed. */
  readonly observed: Cells;
  /** The population asked about, where another one was studied. */
  readonly target?: Cells;
  /** What was seen when `set` was set by experiment; its columns hold what was set. */
  readonly experiments?: readonly {
    readonly set: readonly string[];
    readonly cells: Cells;
    readonly population?: "target";
  }[];
}

/** A formula's numbers over its free signs, and where they come from. */
export interface Evaluation {
  readonly grid: Grid;
  /** For a free sign its values, in the order of the grid. */
  readonly domains: Domains;
  /** The tables that were used; call `slopesOf` first to have their slopes. */
  readonly ledgers: readonly Ledger[];
  readonly tape: Tape;
}

/**
 * Evaluates a formula on finite laws: a grid over its free signs. Entries that need a law nobody has data on are NaN.
 * A value that no row has, has no mass.
 * @throws DiscoError for a variable that the table does not have, and when a sum ranges over more than 16 million combinations
 * Cost: rows times laws, and the entries of the tables that sums of products go through (variables are eliminated cheapest first).
 */
export function evaluate(estimand: Estimand, tables: Tables): Evaluation {
  const ledgers = new Map<Cells, Ledger>();
  const ledgerOf = (origin: Origin): Ledger => {
    const cells = tableFor(origin, tables);
    const known = ledgers.get(cells) ?? { cells, slope: new Float64Array(cells.mass.length) };
    ledgers.set(cells, known);
    return known;
  };
  const meaning = domainsOf(estimand, tables);
  const domains: Domains = (key) => meaning.get(key) ?? [];
  const tape: Tape = { grids: [], cardOf: (key) => domains(key).length };
  const walk = (one: Estimand): Grid => {
    switch (one.kind) {
      case "law":
        return lawGrid(tape, ledgerOf(one.origin), one.of, [...one.given, ...one.origin.do], domains);
      case "mean":
        return meanGrid(tape, ledgerOf(one.origin), one.of, [...one.given, ...one.origin.do], domains);
      case "number":
        return constant(tape, one.value);
      case "sign":
        return values(tape, keyOf(one.sign), domains);
      case "negative":
        return combine(tape, "-", constant(tape, 0), walk(one.of));
      case "product":
        return multiplied(tape, one.factors.map(walk));
      case "quotient":
        return combine(tape, "/", walk(one.top), walk(one.bottom));
      case "arithmetic":
        return combine(tape, one.operator, walk(one.left), walk(one.right));
      case "sum":
        return eliminated(
          tape,
          one.over,
          one.of.kind === "product" ? one.of.factors.map(walk) : [walk(one.of)],
          domains,
        );
    }
  };
  try {
    return { grid: walk(estimand), domains, ledgers: [...ledgers.values()], tape };
  } catch (error) {
    if (!(error instanceof TooManyEntries)) throw error;
    throw new DiscoError({
      who: "identify",
      wrong: "the formula ranges over too many combinations of values to be evaluated cell by cell",
      next: "merge values of the variables it sums over, or use an estimator",
    });
  }
}

/** Lets the slopes of a weighted sum of entries flow back to the rows of the tables. */
export function slopesOf({ grid, tape, ledgers }: Evaluation, entries: ReadonlyMap<number, number>): void {
  for (const one of tape.grids) one.slope.fill(0);
  for (const { slope } of ledgers) slope.fill(0);
  for (const [entry, weight] of entries) grid.slope[entry] = weight;
  for (let i = tape.grids.length - 1; i >= 0; i--) tape.grids[i].back();
}

function values(tape: Tape, key: string, domains: Domains): Grid {
  const grid = gridOver(tape, [key], () => {});
  domains(key).forEach((value, i) => {
    grid.data[i] = Number(value);
  });
  return grid;
}

function multiplied(tape: Tape, grids: readonly Grid[]): Grid {
  return grids.reduce((product, grid) => combine(tape, "*", product, grid));
}

/** A product summed over signs, the sign with the smallest table first. */
function eliminated(tape: Tape, over: readonly Bound[], factors: readonly Grid[], domains: Domains): Grid {
  let grids = [...factors];
  for (const bound of over) {
    const test = passing(bound, domains);
    if (test !== undefined) grids.push(indicator(tape, keyOf(bound.sign), test));
  }
  const left = new Set(over.map(({ sign }) => keyOf(sign)));
  while (left.size > 0) {
    const sizes = [...left].map((key) => ({ key, size: sizeOf(tape, grids, key) }));
    const { key } = sizes.reduce((best, one) => (one.size < best.size ? one : best));
    left.delete(key);
    const own = grids.filter(({ scope }) => scope.includes(key));
    // A sum over what stands nowhere counts its values.
    const product =
      own.length === 0
        ? indicator(
            tape,
            key,
            domains(key).map(() => 1),
          )
        : multiplied(tape, own);
    grids = [...grids.filter((grid) => !own.includes(grid)), sumOut(tape, product, [key])];
  }
  return multiplied(tape, grids);
}

function sizeOf(tape: Tape, grids: readonly Grid[], key: string): number {
  const scope = new Set(grids.filter((grid) => grid.scope.includes(key)).flatMap((grid) => grid.scope));
  return [...scope].reduce((product, one) => product * tape.cardOf(one), 1);
}

function passing({ sign, where = [] }: Bound, domains: Domains): readonly number[] | undefined {
  if (where.length === 0) return undefined;
  const holds = (value: Value) => where.every((test) => compare(value, test.comparison, test.value));
  return domains(keyOf(sign)).map((value) => (holds(value) ? 1 : 0));
}

function indicator(tape: Tape, key: string, test: readonly number[]): Grid {
  const grid = gridOver(tape, [key], () => {});
  grid.data.set(test);
  return grid;
}

/** The table that laws of an origin are taken from. */
export function tableFor({ population, do: set }: Origin, tables: Tables): Cells {
  if (set.length === 0) return (population === "target" ? tables.target : undefined) ?? tables.observed;
  const names = set.map(({ variable }) => variable).sort();
  const found = tables.experiments?.find(
    (one) => one.population === population && [...one.set].sort().join("\n") === names.join("\n"),
  );
  if (found !== undefined) return found.cells;
  throw new DiscoError({
    who: "identify",
    wrong: "the formula needs an experiment of which there is no table",
    given: `do(${names.join(", ")})`,
    next: "give its table",
  });
}

/** The values of every sign of a formula: those of its variable, in the table where it was observed. */
function domainsOf(estimand: Estimand, tables: Tables): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, readonly Value[]>();
  const look = (variable: string, key: string | undefined, cells: Cells) => {
    const column = columnOf(cells, variable);
    if (column === undefined) {
      throw new DiscoError({
        who: "identify",
        wrong: "the formula needs a variable that the table does not have",
        given: variable,
        next: "name the column, or mark the variable as latent in the graph",
      });
    }
    if (key !== undefined && !found.has(key)) found.set(key, column.values);
  };
  const walk = (one: Estimand): void => {
    if (one.kind === "law" || one.kind === "mean") {
      const cells = tableFor(one.origin, tables);
      if (one.kind === "mean") look(one.of, undefined, cells);
      for (const { variable, at } of slotsOf(one)) {
        look(variable, "sign" in at && at.sign.variable === variable ? keyOf(at.sign) : undefined, cells);
      }
    }
    for (const part of partsOf(one)) walk(part);
  };
  walk(estimand);
  for (const [key, { variable }] of allSigns(estimand)) {
    if (!found.has(key)) look(variable, key, tables.observed);
  }
  return found;
}

function allSigns(estimand: Estimand): ReadonlyMap<string, Sign> {
  const found = new Map(freeSigns(estimand));
  if (estimand.kind === "sum") for (const { sign } of estimand.over) found.set(keyOf(sign), sign);
  for (const part of partsOf(estimand))
    for (const [key, sign] of allSigns(part)) if (!found.has(key)) found.set(key, sign);
  return found;
}
