import { type Engine, oneRow } from "./engine.js";
import { quoteIdent } from "./sql.js";

/** What a text must look like to be a date: SQL alone would take 10-11-12 for one, and would pass over +02:00. */
const DATE_LIKE = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9:.]+(Z|)|)";

/**
 * The type of each text column of a SELECT: DOUBLE, BOOLEAN (only true and false, since yes and no are labels worth
 * keeping), TIMESTAMP or VARCHAR. All numbers are DOUBLE because a reader of whole numbers silently rounds a later 1.5.
 * Columns with nothing but missing values get undefined. Cost: one pass, and one more over columns that are not numbers.
 */
export async function inferTypes(
  engine: Engine,
  select: string,
  columns: readonly string[],
): Promise<(string | undefined)[]> {
  const all = (column: string, test: (c: string) => string) => {
    const c = quoteIdent(column);
    return `bool_and(${test(c)}) FILTER (${c} IS NOT NULL)`;
  };
  const types: (string | undefined)[] = columns.map(() => undefined);
  if (columns.length === 0) return types;
  const numbers = columns.map((column) => all(column, (c) => `try_cast(${c} AS DOUBLE) IS NOT NULL`));
  const first = await oneRow(engine, `SELECT ${numbers.join(", ")} FROM (${select})`);
  const rest = columns.filter((_, i) => first[i] === 0);
  columns.forEach((_, i) => {
    if (first[i] === 1) types[i] = "DOUBLE";
  });
  if (rest.length === 0) return types;
  const others = rest.flatMap((column) => [
    all(column, (c) => `lower(${c}) IN ('true', 'false')`),
    all(column, (c) => `regexp_full_match(${c}, '${DATE_LIKE}') AND try_cast(${c} AS TIMESTAMP) IS NOT NULL`),
  ]);
  const second = await oneRow(engine, `SELECT ${others.join(", ")} FROM (${select})`);
  rest.forEach((column, i) => {
    types[columns.indexOf(column)] = second[2 * i] ? "BOOLEAN" : second[2 * i + 1] ? "TIMESTAMP" : "VARCHAR";
  });
  return types;
}
