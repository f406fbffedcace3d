import type { Engine } from "./engine.js";

/** A column of the file, before anything is read from it. */
export interface SourceColumn {
  /** How the person calls it: the header's name, or `x_1` for the second column called `x`. */
  readonly name: string;
  /** How SQL calls it: unique even when capitals are ignored, as SQL does. */
  readonly sql: string;
  /** DuckDB's type. */
  readonly type: string;
}

/** A table that can be selected from: what every format becomes. */
export interface Source {
  readonly columns: readonly SourceColumn[];
  /** A SELECT that gives the columns under their `sql` names, in the order of the file. */
  readonly select: string;
  /** About how many rows there are. */
  readonly rows: number;
  /** What had to be decided on the way in, one sentence each. */
  readonly notes: readonly string[];
  /** For a name that several columns of the header share: what to say when it is used. */
  readonly shared: ReadonlyMap<string, string>;
  /**
   * For formats without types: the same source with the types of the `needed` columns (by `sql` name) found from the
   * first rows or from the whole file; `exact` columns stay text, so that long identifiers keep all their digits.
   */
  readonly typed?: (
    engine: Engine,
    needed: ReadonlySet<string>,
    exact: ReadonlySet<string>,
    whole: boolean,
  ) => Promise<Source>;
}

/** Gives every column a name of its own: capitals count for `name` and do not for `sql`. Later ones get `_1`, `_2`, … */
export function nameColumns(header: readonly string[]): { name: string; sql: string }[] {
  const taken = new Set(header);
  const sqlTaken = new Set(header.map((h) => h.toLowerCase()));
  const seen = new Set<string>();
  const sqlSeen = new Set<string>();
  return header.map((given) => {
    const name = seen.has(given) ? firstFree(given, (n) => taken.has(n)) : given;
    const fresh = sqlSeen.has(name.toLowerCase());
    const sql = fresh ? firstFree(name, (n) => sqlTaken.has(n.toLowerCase())) : name;
    seen.add(given);
    taken.add(name);
    sqlSeen.add(sql.toLowerCase());
    sqlTaken.add(sql.toLowerCase());
    return { name, sql };
  });
}

/** `x_1`, or the first of `x_2`, `x_3`, … that is free. */
function firstFree(name: string, taken: (candidate: string) => boolean): string {
  for (let i = 1; ; i++) if (!taken(`${name}_${i}`)) return `${name}_${i}`;
}
