import { DiscoError } from "../error.js";
import { nearestName } from "../num/nearest.js";
import type { Engine } from "./engine.js";
import { bracketed, parseExpression } from "./expression.js";
import { bindExpression, closeSandbox, openSandbox } from "./sandbox.js";
import { say, sayNames } from "./say.js";
import type { Source, SourceColumn } from "./source.js";
import { quoteIdent } from "./sql.js";

/** A column made from others: `employed = re78 > 0`. */
export interface Derivation {
  readonly name: string;
  readonly expression: string;
  /** The columns it names, as SQL calls them. */
  readonly uses: readonly string[];
  /** As the person wrote it. */
  readonly given: string;
}

const HOW = "write 'name = SQL expression', for example 'employed = re78 > 0'";

/** The name and the expression of `name = expression`: cut at the first `=` that is no part of `==`, `<=`, `>=`, `!=`. */
function splitDerivation(given: string): { name: string; expression: string } {
  for (let i = 0; i < given.length; i++) {
    if (given[i] !== "=") continue;
    if (given[i + 1] === "=") i++;
    else if (!"<>!".includes(given[i - 1] ?? " ")) {
      const name = given.slice(0, i).trim();
      const expression = given.slice(i + 1).trim();
      if (name !== "" && expression !== "") return { name, expression };
      const wrong = name === "" ? "the new column has no name" : "there is no expression";
      throw new DiscoError({ who: "--derive", wrong, given, next: HOW });
    }
  }
  throw new DiscoError({ who: "--derive", wrong: "there is no '='", given, next: HOW });
}

/**
 * Parses every derivation without running it. Throws a DiscoError for a name that is taken and for anything but one
 * plain expression: queries inside, several statements, functions that give several rows or chance values.
 */
export async function parseDerivations(
  engine: Engine,
  source: Source,
  given: readonly string[],
): Promise<Derivation[]> {
  const done: Derivation[] = [];
  for (const text of given) {
    const { name, expression } = splitDerivation(text);
    const taken = (n: string) => n.toLowerCase() === name.toLowerCase();
    if (source.columns.some((c) => taken(c.name) || taken(c.sql)) || done.some((d) => taken(d.name))) {
      const next = "choose another name (capitals do not tell names apart here)";
      throw new DiscoError({ who: "--derive", wrong: `there is already a column ${say(name)}`, given: text, next });
    }
    const parsed = await parseExpression(engine, expression);
    if ("refused" in parsed) {
      throw new DiscoError({
        who: "--derive",
        wrong: `this is not one plain expression: ${parsed.refused}`,
        given: text,
        next: HOW,
      });
    }
    for (const column of parsed.columns) {
      const found = source.columns.find((c) => c.name === column && c.sql !== column);
      if (found) {
        const wrong = `several columns are called ${say(column)} when capitals are ignored, as SQL does`;
        throw new DiscoError({
          who: "--derive",
          wrong,
          given: text,
          next: `write ${quoteIdent(found.sql)} for this one`,
        });
      }
    }
    done.push({ name, expression, uses: parsed.columns, given: text });
  }
  return done;
}

/** The columns of the source that the derivations read, as SQL calls them. */
export function columnsUsed(source: Source, derivations: readonly Derivation[]): Set<string> {
  const named = new Set(derivations.flatMap((d) => d.uses.map((u) => u.toLowerCase())));
  return new Set(source.columns.filter((c) => named.has(c.sql.toLowerCase())).map((c) => c.sql));
}

/**
 * The source with the derived columns added. Each expression is first bound in an engine of its own, over an empty table
 * of the same shape and without access to any file. Throws a DiscoError with what the binder says.
 */
export async function addDerived(source: Source, derivations: readonly Derivation[]): Promise<Source> {
  if (derivations.length === 0) return source;
  const sandbox = await openSandbox(source.columns);
  try {
    let { columns, select } = source;
    for (const { name, expression, given } of derivations) {
      const bound = await bindExpression(sandbox, name, expression);
      if ("refused" in bound) throw refusedBinding(bound.refused, given, columns);
      columns = [...columns, { name, sql: name, type: bound.type }];
      select = `SELECT *, ${bracketed(expression)} AS ${quoteIdent(name)} FROM (${select}) AS data`;
    }
    return { ...source, columns, select };
  } finally {
    closeSandbox(sandbox);
  }
}

/** What the binder has against an expression, in our words where its own would mislead. */
function refusedBinding(message: string, given: string, columns: readonly SourceColumn[]): DiscoError {
  const strange = /Referenced column "(.*)" not found/.exec(message)?.[1];
  if (strange !== undefined) {
    const known = columns.map((c) => c.sql);
    const nearest = nearestName(strange, known);
    const next = nearest === undefined ? `the columns are ${sayNames(known)}` : `did you mean ${say(nearest)}?`;
    return new DiscoError({ who: "--derive", wrong: `there is no column ${say(strange)}`, given, next });
  }
  if (message.includes("GROUP BY")) {
    const next = "give a value for each row; OVER () after a sum or mean spreads it over the rows";
    return new DiscoError({ who: "--derive", wrong: "this makes one value of all rows", given, next });
  }
  return new DiscoError({ who: "--derive", wrong: message, given, next: "correct the expression" });
}
