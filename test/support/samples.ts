import type { Column } from "../../src/num/columns.js";
import type { Sample } from "../../src/num/sample.js";
import { columnOf } from "./columns.js";

/** One row of a hand-made table: covariates by name (text is categorical), arm, outcome, and optionally unit and weight. */
export interface Row {
  readonly w: Readonly<Record<string, string | number>>;
  readonly t: 0 | 1;
  readonly y: number;
  readonly unit?: string | number;
  readonly weight?: number;
}

export interface SampleChoices {
  readonly weights?: "counts" | "law";
  readonly numeric?: boolean;
}

/** A Sample from rows, the slow obvious way. */
export function sampleOf(rows: readonly Row[], choices: SampleChoices = {}): Sample {
  const names = rows.length > 0 ? Object.keys(rows[0].w) : [];
  const given = names.map((name) =>
    columnOf(
      name,
      rows.map((row) => row.w[name]),
    ),
  );
  const units = [...new Set(rows.flatMap((row) => (row.unit === undefined ? [] : [row.unit])))];
  const unitPlace = new Map(units.map((unit, place) => [unit, place]));
  const y = Float64Array.from(rows, (row) => row.y);
  return {
    rows: rows.length,
    treatment: { name: "T", values: Uint8Array.from(rows, (row) => row.t), labels: { yes: 1, no: 0 } },
    outcome: choices.numeric
      ? { kind: "numeric", name: "Y", values: y }
      : { kind: "binary", name: "Y", values: y, labels: { yes: 1, no: 0 } },
    given,
    ...(units.length > 0
      ? { unit: { name: "unit", codes: Int32Array.from(rows, (row) => unitPlace.get(row.unit!)!), labels: units } }
      : {}),
    ...(choices.weights
      ? { weights: { name: "w", kind: choices.weights, values: Float64Array.from(rows, (row) => row.weight ?? 1) } }
      : {}),
    data: { source: "rows", read: rows.length, used: rows.length, missing: {}, notes: [] },
  };
}

/** A kind of individual: share of the population, P(T=1), and success probabilities in each arm. */
export interface Kind {
  readonly name: string;
  readonly weight: number;
  readonly pt: number;
  readonly p0: number;
  readonly p1: number;
}

/** THEORY G2. */
export const subsidy: readonly Kind[] = [
  { name: "Loyal", weight: 0.2, pt: 0.6, p0: 0.85, p1: 0.9 },
  { name: "Sensitive", weight: 0.3, pt: 0.5, p0: 0.2, p1: 0.7 },
  { name: "Drifter", weight: 0.5, pt: 0.2, p0: 0.1, p1: 0.2 },
];

/** The exact law of (kind, T, Y) as weighted rows; `covariate` says what is seen of the kind (nothing: no covariate). */
export function lawRows(kinds: readonly Kind[], covariate?: (kind: Kind) => string, scale = 1): Row[] {
  return kinds.flatMap((kind) =>
    ([1, 0] as const).flatMap((t) =>
      [1, 0].map((y) => {
        const arm = t === 1 ? kind.pt : 1 - kind.pt;
        const p = t === 1 ? kind.p1 : kind.p0;
        const exact = kind.weight * arm * (y === 1 ? p : 1 - p) * scale;
        const weight = scale === 1 ? exact : Math.round(exact);
        return { w: covariate ? { kind: covariate(kind) } : {}, t, y, weight };
      }),
    ),
  );
}

/** The column at the given rows, in that order (rows may repeat). Cost: O(rows.length). */
export function takeColumn(column: Column, rows: Int32Array): Column {
  if (column.kind === "numeric") {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]];
    return { kind: "numeric", name: column.name, values };
  }
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]];
  return { kind: "categorical", name: column.name, codes, levels: column.levels };
}
