import { DiscoError } from "../error.js";
import { rolesTold, type StrataTable, type Stratifier } from "../num/strata.js";
import { type SettledRules, type StrataRules, settledRules } from "../num/strata-rules.js";
import { type Engine, oneRow, smallRows } from "./engine.js";
import type { Fetched } from "./fetch.js";
import type { HeldColumn } from "./held.js";
import { makeOutcome } from "./outcome.js";
import { type Loaded, type ReadOptions, settleRows, withHeld } from "./read.js";
import { quoteString } from "./sql.js";
import { makeCoded } from "./strata/coded.js";
import { countStrata } from "./strata/count.js";
import { levelsOf, type Mass, numberSql } from "./strata/levels.js";
import { type StrataRoles, wantedStrata } from "./strata/names.js";
import { type Profile, profileColumns } from "./strata/profile.js";
import { makeTreatment } from "./treatment.js";
import { distinctLabels, type Label, tellLabels } from "./two-values.js";
import { weightsKind } from "./weights.js";

/** How to read a table for its strata. */
export interface StrataOptions extends ReadOptions, StrataRules {}

/** More values of a treatment or outcome than this are not told one by one. */
const SHOWN = 6;

/** What `readStrata` of table.ts does once DuckDB is there. */
export async function readStrataTable(path: string, roles: StrataRoles, options: StrataOptions): Promise<StrataTable> {
  const rules = settledRules(options);
  if (options.missing === "indicator" || options.missing === "branch") {
    const wrong = "missing values cannot be marked here: strata are made of values that are there";
    throw new DiscoError({ who: "--missing", wrong, given: options.missing, next: "use --missing drop" });
  }
  const strange: Stratifier[] = [];
  const wanted = wantedStrata(roles, strange);
  return withHeld(path, wanted, options, (loaded) => countLoaded(loaded, roles, options, rules, strange));
}

async function countLoaded(
  loaded: Loaded,
  roles: StrataRoles,
  options: StrataOptions,
  rules: SettledRules,
  strange: readonly Stratifier[],
): Promise<StrataTable> {
  const { engine, held: all } = loaded;
  options.onProgress?.("looking at the columns");
  let profiles: readonly Profile[] = [];
  const settled = await settleRows(loaded, options.missing ?? "refuse", async (tally) => {
    profiles = await profileColumns(engine, all.columns, tally, rules);
    const left = new Set(profiles.flatMap(({ column, stratifier }) => (stratifier.left === undefined ? [] : [column])));
    return left.size === 0 ? all : { ...all, columns: all.columns.filter((column) => !left.has(column)) };
  });
  const { held, rows, total, data } = settled;
  if (Object.keys(data.missing).length > 0) profiles = await profilesAgain(engine, profiles, total, rules);
  const column = (role: string) => held.columns.find((c) => c.role === role) as HeldColumn;
  const { mass, notes } = await massOf(engine, column("weight"), held.grouped, total);
  const arms = await distinctOf(engine, column("treatment"));
  const treatment = makeTreatment(arms, roles.treated ?? eitherArm(arms));
  const outcome = makeOutcome(await distinctOf(engine, column("outcome")), roles.success);
  const tried = profiles.filter(({ stratifier }) => stratifier.left === undefined);
  const levels = [];
  for (const profile of tried) levels.push(await levelsOf(engine, profile, rules.bins, mass));
  const y = outcome.kind === "numeric" ? column("outcome").key : isValue(column("outcome"), outcome.labels.yes);
  const coded = await makeCoded(engine, {
    rows,
    treated: isValue(column("treatment"), treatment.labels.yes),
    outcome: { kind: outcome.kind, sql: y, name: outcome.name },
    mass,
    levels,
  });
  const stage = "counting strata";
  const report = options.onProgress && ((fraction: number) => options.onProgress?.(stage, fraction));
  const { whole, strata } = await countStrata(engine, coded, levels, rules.pairs, report);
  const cuts = new Map(levels.map(({ stratifier }) => [stratifier.name, stratifier]));
  return {
    ...rolesTold(treatment, outcome),
    whole,
    strata,
    stratifiers: [...profiles.map(({ stratifier }) => cuts.get(stratifier.name) ?? stratifier), ...strange],
    law: mass.law,
    data: { ...data, notes: [...data.notes, ...dateNotes(held.columns, outcome.kind), ...notes] },
  };
}

/** The columns that are tried, seen once more when rows were left out. */
async function profilesAgain(
  engine: Engine,
  profiles: readonly Profile[],
  total: number,
  rules: SettledRules,
): Promise<readonly Profile[]> {
  const tried = profiles.filter(({ stratifier }) => stratifier.left === undefined).map(({ column }) => column);
  const missing = tried.map(() => 0);
  const again = await profileColumns(engine, tried, { total, missing }, rules);
  return profiles.map((profile) => again.find(({ column }) => column === profile.column) ?? profile);
}

/** What a row stands for. Throws for weights that are neither counts nor a law. */
async function massOf(
  engine: Engine,
  weight: HeldColumn | undefined,
  grouped: boolean,
  total: number,
): Promise<{ mass: Mass; notes: readonly string[] }> {
  if (weight === undefined) {
    return { mass: { ...(grouped && { sql: "CAST(n AS DOUBLE)" }), total, law: false }, notes: [] };
  }
  const { name, key } = weight;
  const summary = `SELECT count(*), min(${key}), bool_and(${key} = trunc(${key})), fsum(${key}) FROM held`;
  const [rows, smallest, whole, sum] = (await oneRow(engine, summary)) as number[];
  const { kind, notes } = weightsKind({ name, rows, smallest, whole: whole === 1, total: sum });
  return { mass: { sql: key, total: sum, law: kind === "law" }, notes };
}

/** The smallest distinct values of a column as a column of their own: enough to say what they are. */
async function distinctOf(engine: Engine, column: HeldColumn): Promise<Fetched> {
  const rows = await smallRows(engine, `SELECT DISTINCT ${column.key} AS v FROM held ORDER BY v LIMIT ${SHOWN}`);
  if (column.held === "number") {
    return { ...column, held: "number", values: Float64Array.from(rows, ([value]) => Number(value)) };
  }
  return { ...column, held: "text", codes: Int32Array.from(rows.keys()), levels: rows.map(([value]) => String(value)) };
}

/** Which arm counts as treated decides no more than the signs here: where it cannot be told, it is the last of the two. */
function eitherArm(arms: Fetched): string | undefined {
  const labels = distinctLabels(arms, SHOWN);
  return labels.length === 2 && tellLabels(labels, undefined) === undefined ? String(labels[1]) : undefined;
}

/** SQL that is 1 where a column has the value, and 0 elsewhere. */
function isValue({ held, key }: HeldColumn, value: Label): string {
  return `CAST(${key} = ${held === "text" ? quoteString(String(value)) : numberSql(Number(value))} AS UTINYINT)`;
}

function dateNotes(columns: readonly HeldColumn[], outcome: "binary" | "numeric"): string[] {
  const date = columns.some(({ role, kind }) => role === "outcome" && kind === "date");
  return date && outcome === "numeric" ? ["The outcome is a date, read as days since 1970-01-01."] : [];
}
