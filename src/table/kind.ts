import { quoteIdent } from "./sql.js";

/** What a column is to us, whatever DuckDB calls its type. */
export type Kind = "number" | "boolean" | "text" | "date";

const NUMBERS = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;

/** The kind of a DuckDB type; undefined for lists, structures, bytes, times of day and the rest. */
export function kindOf(type: string): Kind | undefined {
  if (NUMBERS.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "VARCHAR" || type === "UUID" || type === "JSON" || type === '"NULL"' || /^ENUM\([^[]*\)$/s.test(type))
    return "text";
  if (/^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/.test(type)) return "date";
  return undefined;
}

/** A column as DOUBLE, with NaN counted as missing. */
export function asNumber(sql: string, type: string): string {
  const c = quoteIdent(sql);
  if (type === "FLOAT" || type === "DOUBLE") return `nullif(CAST(${c} AS DOUBLE), 'nan'::DOUBLE)`;
  return type === "BOOLEAN" ? `CAST(CAST(${c} AS UTINYINT) AS DOUBLE)` : `CAST(${c} AS DOUBLE)`;
}

/** A date or a moment as days since 1970-01-01. */
export function asDays(sql: string): string {
  const c = quoteIdent(sql);
  return `CASE WHEN isinf(${c}) THEN 'inf'::DOUBLE ELSE epoch(${c}) / 86400 END`;
}

/** A column as text; a moment at midnight is its date. */
export function asText(sql: string, type: string): string {
  const c = quoteIdent(sql);
  if (type === "JSON") return `(${c} ->> '$')`;
  if (type.startsWith("TIMESTAMP")) return `replace(CAST(${c} AS VARCHAR), ' 00:00:00', '')`;
  return `CAST(${c} AS VARCHAR)`;
}
