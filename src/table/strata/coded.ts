import { DiscoError } from "../../error.js";
import { gridsOf } from "../../num/exact-parts.js";
import type { Outcome } from "../../num/sample.js";
import { type Engine, oneRow } from "../engine.js";
import { say } from "../say.js";
import { type Levels, type Mass, numberSql } from "./levels.js";

/**
 * The temporary table `coded`: of every row its arm (of a two-valued outcome with what came out: arm + 2 outcome), its place in each stratifier
 * (c0, c1, ...), and what is added up. All are small unsigned numbers but the last.
 */
export interface Coded {
  /** Codes of the column `arm`: 2, or 4 with a two-valued outcome. */
  readonly arms: 2 | 4;
  /** Aggregates over `coded`: count, sum and sum of squares, each as a high and a low part (where it has one); those of a two-valued outcome count alone. */
  readonly measures: readonly (string | undefined)[];
}

/** Which rows and what of them: SQL over the temporary table `held`. */
export interface CodedInput {
  readonly rows: number;
  /** 1 for the treated. */
  readonly treated: string;
  readonly outcome: { readonly kind: Outcome["kind"]; readonly sql: string; readonly name: string };
  readonly mass: Mass;
  readonly levels: readonly Levels[];
}

/** Makes the table `coded` of `held`, which goes. Cost: one pass over the rows, two where numbers are added up. */
export async function makeCoded(engine: Engine, input: CodedInput): Promise<Coded> {
  const { treated, outcome, mass, levels } = input;
  const numeric = outcome.kind === "numeric";
  const arm = numeric ? treated : `${treated} + 2 * ${outcome.sql}`;
  const columns = [
    `CAST(${arm} AS UTINYINT) AS arm`,
    ...levels.map(
      ({ labels, code }, i) => `CAST(${code} AS ${labels.length <= 256 ? "UTINYINT" : "USMALLINT"}) AS c${i}`,
    ),
  ];
  const measures: (string | undefined)[] = [];
  if (mass.sql === undefined) measures.push("count(*)", undefined);
  else if (mass.law) measures.push(...(await split(engine, "m", mass.sql, input.rows, columns)));
  else {
    // Whole numbers add up without rounding.
    columns.push(`${mass.sql} AS m`);
    measures.push("sum(m)", undefined);
  }
  if (numeric) {
    const times = mass.sql === undefined ? "" : `${mass.sql} * `;
    const y = outcome.sql;
    measures.push(...(await split(engine, "s", `${times}${y}`, input.rows, columns, outcome.name)));
    measures.push(...(await split(engine, "q", `${times}(${y} * ${y})`, input.rows, columns, outcome.name)));
  }
  await engine.connection.run(`CREATE TEMP TABLE coded AS SELECT ${columns.join(", ")} FROM held`);
  await engine.connection.run("DROP TABLE held");
  return { arms: numeric ? 2 : 4, measures };
}

/** Adds two columns whose sums do not depend on the order of adding, and returns these sums. */
async function split(
  engine: Engine,
  name: string,
  sql: string,
  rows: number,
  columns: string[],
  outcome?: string,
): Promise<string[]> {
  const [largest] = (await oneRow(engine, `SELECT max(abs(${sql})) FROM held`)) as number[];
  if (!Number.isFinite(largest * rows)) {
    const next = "write it in larger units with --derive";
    throw new DiscoError({
      who: "--outcome",
      wrong: "its squares are too large to add",
      given: say(outcome ?? ""),
      next,
    });
  }
  const { high, low } = gridsOf(largest, rows);
  const onGrid = (of: string, grid: number) => `round((${of}) / ${numberSql(grid)}) * ${numberSql(grid)}`;
  const part = onGrid(sql, high);
  columns.push(`${part} AS ${name}1`, `${onGrid(`${sql} - ${part}`, low)} AS ${name}2`);
  return [`sum(${name}1)`, `sum(${name}2)`];
}
