/** A column or table name as SQL: `a "b"` becomes `"a ""b"""`. Every name from a file goes through here. */
export function quoteIdent(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text value as SQL: `it's` becomes `'it''s'`. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A list of text values as SQL: `['a', 'b']`. */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteString).join(", ")}]`;
}

/** The pattern that matches only this path: the `read_*` functions take `*`, `?` and `[` in a name for patterns. */
export function asPattern(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

/** A path as SQL for the `read_*` functions. */
export function quotePath(path: string): string {
  return quoteString(asPattern(path));
}
