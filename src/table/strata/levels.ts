import { binLabels, cutsOf, quantileMarks, sayDay } from "../../num/bins-of-numbers.js";
import { byCodePoint } from "../../num/finite-cells.js";
import type { Stratifier } from "../../num/strata.js";
import { mostNumbers } from "../../num/strata-rules.js";
import { type Engine, oneRow, smallRows } from "../engine.js";
import type { HeldColumn } from "../held.js";
import type { Profile } from "./profile.js";

/** The masses of rows: none where each row is one observation. */
export interface Mass {
  /** SQL of a row's mass, as DOUBLE. */
  readonly sql?: string;
  readonly total: number;
  readonly law: boolean;
}

/** A stratifier with what its values are called, in their order, and the SQL of the place of a row's value among them. */
export interface Levels {
  readonly stratifier: Stratifier;
  readonly labels: readonly string[];
  readonly code: string;
}

/** A number as SQL that reads back to the last bit. */
export function numberSql(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}

/** Finds the levels of a column without missing values: labels by code point, few numbers as they are, others in bins. */
export async function levelsOf(engine: Engine, profile: Profile, bins: number, mass: Mass): Promise<Levels> {
  const { column, stratifier } = profile;
  if (column.held === "text") return textLevels(engine, profile);
  const say = column.kind === "date" ? sayDay : String;
  if (stratifier.kind === "labels") {
    const truth = column.kind === "boolean";
    return numberedLabels(profile, await distinctNumbers(engine, column), (v) => (truth ? String(v === 1) : say(v)));
  }
  if (stratifier.values <= mostNumbers(bins)) {
    const values = await distinctNumbers(engine, column);
    return { stratifier, labels: values.map(say), code: placeAmong(column.key, values.slice(0, -1)) };
  }
  const cuts = await findCuts(engine, column, bins, mass);
  return { stratifier: { ...stratifier, cuts }, labels: binLabels(cuts, say), code: placeAmong(column.key, cuts) };
}

/** How many of the ends lie below the value: the number of its bin. */
function placeAmong(key: string, ends: readonly number[]): string {
  return ends.map((end) => `CAST(${key} > ${numberSql(end)} AS USMALLINT)`).join(" + ");
}

async function textLevels(engine: Engine, { column, stratifier }: Profile): Promise<Levels> {
  const { key } = column;
  const distinct = `SELECT DISTINCT ${key} AS label FROM held`;
  await engine.connection.run(`CREATE TYPE strata_${key} AS ENUM (SELECT label FROM (${distinct}) ORDER BY label)`);
  const [[labels]] = await smallRows(engine, `SELECT enum_range(NULL::strata_${key})`);
  return { stratifier, labels: labels as string[], code: `enum_code(CAST(${key} AS strata_${key}))` };
}

/** Labels that are held as numbers: their order is that of their texts. */
function numberedLabels(
  { column, stratifier }: Profile,
  values: readonly number[],
  say: (value: number) => string,
): Levels {
  const labels = values.map(say).sort(byCodePoint);
  const places = values.map((v) => `WHEN ${numberSql(v)} THEN ${labels.indexOf(say(v))}`);
  return { stratifier, labels, code: `CASE ${column.key} ${places.join(" ")} END` };
}

async function distinctNumbers(engine: Engine, { key }: HeldColumn): Promise<number[]> {
  const rows = await smallRows(engine, `SELECT DISTINCT ${key} FROM held`);
  return rows.map(([value]) => Number(value) + 0).sort((a, b) => a - b);
}

/** Cuts at the quantiles by the rule of bins-of-numbers.ts. */
async function findCuts(engine: Engine, { key }: HeldColumn, bins: number, mass: Mass): Promise<number[]> {
  const marks = quantileMarks(bins, mass.total, mass.law);
  const quantiles = mass.sql === undefined ? ranked(key, marks, bins, mass.total) : weighed(key, marks, bins, mass.sql);
  const found = (await oneRow(engine, quantiles)) as number[];
  const [largest] = (await oneRow(engine, `SELECT max(${key}) FROM held`)) as number[];
  const below = `SELECT max(${key}) FROM held WHERE ${key} < ${numberSql(largest)}`;
  const next = found.every((value) => value >= largest) ? ((await oneRow(engine, below)) as number[])[0] : largest;
  return cutsOf(found, largest, next);
}

/** Single observations: the value of a rank is an order statistic, asked for in the middle of its step so that no rounding can miss it. */
function ranked(key: string, marks: readonly number[], bins: number, total: number): string {
  const shares = marks.map((mark) => (Math.ceil(mark / bins) - 0.5) / total);
  const each = shares.map((_, i) => `q[${i + 1}]`);
  return `SELECT ${each.join(", ")} FROM (SELECT quantile_disc(${key}, [${shares.join(", ")}]) AS q FROM held)`;
}

/** Observations with masses: the first value up to which there is enough of them. */
function weighed(key: string, marks: readonly number[], bins: number, mass: string): string {
  const each = marks.map((mark) => `min(v) FILTER (m >= ${numberSql(mark)})`);
  const masses = `SELECT ${key} AS v, sum(${mass}) AS m FROM held GROUP BY ${key}`;
  const reached = `SELECT v, ${bins} * sum(m) OVER (ORDER BY v ROWS UNBOUNDED PRECEDING) AS m FROM (${masses})`;
  return `SELECT ${each.join(", ")} FROM (${reached})`;
}
