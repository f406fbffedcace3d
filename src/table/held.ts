import { DiscoError } from "../error.js";
import type { TableFile } from "./file.js";
import { asDays, asNumber, asText, type Kind, kindOf } from "./kind.js";
import { isExact, type Role, type UsedName, whoNames } from "./roles.js";
import { say } from "./say.js";
import type { Source } from "./source.js";

/** A used column as our temporary table holds it. */
export interface HeldColumn {
  readonly role: Role;
  readonly name: string;
  /** Its name in the temporary table, where no name from the file appears. */
  readonly key: string;
  readonly kind: Kind;
  /** How it is stored: `number` as DOUBLE with NULL for missing, `text` as VARCHAR. */
  readonly held: "number" | "text";
  /** The SQL that makes it from the source. */
  readonly from: string;
}

/** How each used column is taken from the source. Throws for types that are neither numbers, labels nor dates. */
export function planColumns(source: Source, used: readonly UsedName[], file: TableFile): HeldColumn[] {
  return used.map(({ role, name }, i): HeldColumn => {
    const column = source.columns.find((c) => c.name === name);
    if (!column) throw new Error(`column ${name} was checked before`);
    const { sql, type } = column;
    const kind = kindOf(type);
    if (!kind) {
      const wrong = `column ${say(name)} of ${file.name} holds ${type}, which is neither a number, a label nor a date`;
      const next = "leave it out, or make a column from it with --derive";
      throw new DiscoError({ who: whoNames(role), wrong, given: say(name), next });
    }
    if (role === "weight" && kind !== "number") {
      const wrong = `weights must be numbers, and column ${say(name)} holds ${kind === "text" ? "text" : `${kind}s`}`;
      throw new DiscoError({
        who: "--weight",
        wrong,
        given: say(name),
        next: "name a column of counts or probabilities",
      });
    }
    const base = { role, name, key: `k${i}`, kind };
    // Whole numbers that only name something stay text: as DOUBLE, two long identifiers could become one.
    const label = isExact(role) && !/^(FLOAT|DOUBLE|DECIMAL)/.test(type);
    if (kind === "text" || label || (kind === "date" && (role === "treatment" || isExact(role)))) {
      return { ...base, held: "text", from: asText(sql, type) };
    }
    return { ...base, held: "number", from: kind === "date" ? asDays(sql) : asNumber(sql, type) };
  });
}
