import type { Column } from "../../../src/num/columns.js";
import type { Study } from "../../../src/num/study.js";
import { columnOf } from "../../support/columns.js";

type Values = Readonly<Record<string, string | number>>;

/** One row of a hand-made table: covariates and mediators by name (text is categorical), arm, outcome, and optionally unit and weight. */
export interface MediatedRow {
  readonly w?: Values;
  readonly m: Values;
  readonly t: 0 | 1;
  readonly y: number;
  readonly unit?: string | number;
  readonly weight?: number;
}

function columnsOf(records: readonly Values[]): Column[] {
  return Object.keys(records[0]).map((name) =>
    columnOf(
      name,
      records.map((record) => record[name]),
    ),
  );
}

/** A Study from rows, the slow obvious way. */
export function studyOf(
  rows: readonly MediatedRow[],
  choices: { readonly weights?: "counts" | "law"; readonly binary?: boolean; readonly arms?: readonly string[] } = {},
): Study {
  const units = [...new Set(rows.map((row) => row.unit).filter((unit) => unit !== undefined))];
  const values = Float64Array.from(rows, (row) => row.y);
  return {
    rows: rows.length,
    treatment: {
      kind: "arms",
      name: "T",
      arms: choices.arms ?? ["no", "yes"],
      codes: Int32Array.from(rows, (row) => row.t),
    },
    outcome: choices.binary
      ? { kind: "binary", name: "Y", values, labels: { yes: 1, no: 0 } }
      : { kind: "numeric", name: "Y", values },
    given: columnsOf(rows.map((row) => row.w ?? {})),
    mediators: columnsOf(rows.map((row) => row.m)),
    instruments: [],
    ...(units.length > 0
      ? { unit: { name: "unit", codes: Int32Array.from(rows, (row) => units.indexOf(row.unit!)), labels: units } }
      : {}),
    ...(choices.weights
      ? { weights: { kind: choices.weights, values: Float64Array.from(rows, (row) => row.weight ?? 1) } }
      : {}),
    data: { source: "rows", read: rows.length, used: rows.length, missing: {}, notes: [] },
  };
}
