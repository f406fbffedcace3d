import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { NumericColumn } from "../../../src/num/columns.js";
import type { Study } from "../../../src/num/study.js";
import { columnOf } from "../../support/columns.js";

/** Columns by name: numbers are numeric, texts labels. */
export type Table = Readonly<Record<string, readonly (number | string)[]>>;

export interface Roles {
  /** A numeric column is a dose; with `arms` (the reference first) its values are arms. */
  readonly treatment: string;
  readonly arms?: readonly (number | string)[];
  readonly outcome: string;
  readonly given?: readonly string[];
  readonly instruments?: readonly string[];
  readonly unit?: string;
  readonly weights?: { readonly kind: "counts" | "law"; readonly column: string };
}

/** A Study from a table, the slow obvious way. */
export function studyOf(table: Table, roles: Roles): Study {
  const rows = table[roles.outcome].length;
  const numbers = (name: string) => Float64Array.from(table[name] as number[]);
  const { treatment, arms, unit, weights } = roles;
  const labels = unit ? [...new Set(table[unit])] : [];
  return {
    rows,
    treatment: arms
      ? {
          kind: "arms",
          name: treatment,
          arms: arms.map(String),
          codes: Int32Array.from(table[treatment], (value) => arms.indexOf(value)),
        }
      : { kind: "numeric", name: treatment, values: numbers(treatment) },
    outcome: { kind: "numeric", name: roles.outcome, values: numbers(roles.outcome) },
    given: (roles.given ?? []).map((name) => columnOf(name, table[name])),
    instruments: (roles.instruments ?? []).map((name) => columnOf(name, table[name]) as NumericColumn),
    mediators: [],
    ...(unit
      ? { unit: { name: unit, codes: Int32Array.from(table[unit], (value) => labels.indexOf(value)), labels } }
      : {}),
    ...(weights ? { weights: { kind: weights.kind, values: numbers(weights.column) } } : {}),
    data: { source: "table", read: rows, used: rows, missing: {}, notes: [] },
  };
}

/** The same rows in another order: row `order[i]` first. */
export function reordered(table: Table, order: readonly number[]): Table {
  return Object.fromEntries(Object.entries(table).map(([name, values]) => [name, order.map((i) => values[i])]));
}

/** Card (1995): `examples/card`. */
export function card(): Table {
  const path = fileURLToPath(new URL("../../../examples/card/card.csv", import.meta.url));
  const [head, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));
  return Object.fromEntries(head.split(",").map((name, k) => [name, rows.map((row) => row[k])]));
}

export const CARD_GIVEN = [
  ..."exper,expersq,black,smsa,south,smsa66".split(","),
  ...Array.from({ length: 8 }, (_, k) => `reg66${k + 2}`),
];
