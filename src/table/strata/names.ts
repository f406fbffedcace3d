import { DiscoError } from "../../error.js";
import type { Stratifier } from "../../num/strata.js";
import { kindOf } from "../kind.js";
import type { Wanted } from "../read.js";
import type { UsedName } from "../roles.js";
import { say, sayNames } from "../say.js";
import type { SourceColumn } from "../source.js";

/** Which column plays which part in a search for strata. */
export interface StrataRoles {
  readonly treatment: string;
  readonly outcome: string;
  /** The columns to try; every other column of the table when absent. */
  readonly by?: readonly string[] | undefined;
  /** How many observations each row stands for, or its probability. */
  readonly weight?: string | undefined;
  /** Which value of the treatment counts as treated, when it cannot be told. */
  readonly treated?: string | undefined;
  /** Which value of the outcome counts as success, when it cannot be told. */
  readonly success?: string | undefined;
  /** Columns of numbers that only name something: codes of regions, of products. */
  readonly labels?: readonly string[] | undefined;
}

/**
 * The columns to load: the parts, then the stratifiers in the order of the table. Columns that are neither numbers, labels nor dates are put
 * into `strange` where nobody asked for them by name.
 */
export function wantedStrata(roles: StrataRoles, strange: Stratifier[]): Wanted {
  const { treatment, outcome, weight, by, labels = [] } = roles;
  const parts: UsedName[] = [
    { role: "treatment", name: treatment },
    { role: "outcome", name: outcome },
    ...(weight === undefined ? [] : [{ role: "weight" as const, name: weight }]),
  ];
  refuseTwice(parts, by ?? []);
  const choose: Wanted["choose"] = (columns, derived) => {
    const all = [...columns.map(({ name }) => name), ...derived];
    // What was named and is not there goes last, to be complained of by whoever checks names.
    const place = (name: string) => (all.includes(name) ? all.indexOf(name) : all.length);
    const tried = by
      ? [...new Set(by)].sort((a, b) => place(a) - place(b))
      : all.filter((name) => !parts.some((part) => part.name === name) && !isStrange(columns, name, strange));
    const wrong = labels.find((name) => !tried.includes(name) && !strange.some((column) => column.name === name));
    if (wrong !== undefined) {
      throw new DiscoError({
        who: "--labels",
        wrong: "this column makes no strata, so it cannot be read as labels",
        given: say(wrong),
        next: tried.length > 0 ? `choose from ${sayNames(tried)}` : "leave it out",
      });
    }
    const stratifiers = tried.map((name): UsedName => ({ role: labels.includes(name) ? "label" : "by", name }));
    return { used: [...parts, ...stratifiers], notes: [] };
  };
  return { names: [...parts.map(({ name }) => name), ...(by ?? [])], choose };
}

function refuseTwice(parts: readonly UsedName[], by: readonly string[]): void {
  for (let i = 0; i < parts.length + by.length; i++) {
    const { role, name } = i < parts.length ? parts[i] : { role: "by", name: by[i - parts.length] };
    const other = parts.slice(0, i).find((part) => part.name === name);
    if (other === undefined) continue;
    const next = role === "by" ? "leave it out of --by" : "name two different columns";
    const wrong = role === "by" ? `this column is the ${other.role}` : `the same column is already the ${other.role}`;
    throw new DiscoError({ who: `--${role}`, wrong, given: say(name), next });
  }
}

/** Of a type that makes no strata; then it is noted. */
function isStrange(columns: readonly SourceColumn[], name: string, strange: Stratifier[]): boolean {
  const type = columns.find((column) => column.name === name)?.type;
  if (type === undefined || kindOf(type)) return false;
  const left = `holds ${type}, which is neither a number, a label nor a date`;
  strange.push({ name, kind: "labels", values: 0, left });
  return true;
}
