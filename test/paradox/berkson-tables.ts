import type { Column } from "../../src/num/columns.ts";
import type { Frame } from "../../src/num/frame.ts";
import type { Uniform } from "../../src/num/random.ts";

/** Numbers of neither, first only, second only, both. */
export type Four = readonly [number, number, number, number];

/** A frame of numeric columns; `kind` says what the weights are. */
export function frameOf(
  columns: Readonly<Record<string, readonly number[]>>,
  weights?: readonly number[],
  kind: "counts" | "law" = "counts",
): Frame {
  const made = Object.entries(columns).map(([name, values]): Column => {
    const gaps = values.filter(Number.isNaN).length;
    return { kind: "numeric", name, values: Float64Array.from(values), ...(gaps > 0 ? { gaps } : {}) };
  });
  const rows = Object.values(columns)[0].length;
  const data = { source: "made.csv", read: rows, used: rows, missing: {}, notes: [] };
  return {
    rows,
    columns: made,
    ...(weights && { weights: { kind, values: Float64Array.from(weights) } }),
    data,
  };
}

const A = [0, 1, 0, 1];
const B = [0, 0, 1, 1];

/** A, B and S with the counts of the selected and of the others. */
export function pairFrame(selected: Four, others: Four, kind: "counts" | "law" = "counts"): Frame {
  const S = [1, 1, 1, 1, 0, 0, 0, 0];
  return frameOf({ A: [...A, ...A], B: [...B, ...B], S }, [...selected, ...others], kind);
}

/** The exact law of a population with cells p, selected with chances h. */
export function selectedLaw(p: Four, h: Four): Frame {
  const inside = p.map((one, g) => one * h[g]) as unknown as Four;
  const outside = p.map((one, g) => one * (1 - h[g])) as unknown as Four;
  return pairFrame(inside, outside, "law");
}

/** Selected rows only. */
export function selectedOnly(counts: Four, kind: "counts" | "law" = "counts"): Frame {
  return frameOf({ A, B }, counts, kind);
}

/** How often each of the cells comes up in n draws. */
export function draw(p: readonly number[], n: number, uniform: Uniform): number[] {
  const counts = p.map(() => 0);
  for (let i = 0; i < n; i++) {
    let u = uniform();
    let cell = 0;
    while (cell < p.length - 1 && u >= p[cell]) u -= p[cell++];
    counts[cell]++;
  }
  return counts;
}

/** n11 n00 / (n10 n01), as written in every book. */
export function oddsOf([n00, n10, n01, n11]: Four): number {
  return (n11 * n00) / (n10 * n01);
}

/** People of three ages, two illnesses that come with age, and a clinic that the old visit more: six cells of (age, a, b). */
export interface ClinicWorld {
  readonly ages: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly visits: readonly number[];
}

export const clinic: ClinicWorld = {
  ages: [0.5, 0.3, 0.2],
  a: [0.1, 0.3, 0.6],
  b: [0.15, 0.3, 0.5],
  visits: [0.15, 0.4, 0.7],
};

/** P(first, second) of the population: the truth, by summing over the ages. */
export function clinicOdds({ ages, a, b }: ClinicWorld): number {
  const cell = (x: number, y: number): number =>
    ages.reduce((sum, p, w) => sum + p * (x ? a[w] : 1 - a[w]) * (y ? b[w] : 1 - b[w]), 0);
  return oddsOf([cell(0, 0), cell(1, 0), cell(0, 1), cell(1, 1)]);
}

/** n people of the world, examined only where they visited; equal rows counted. */
export function clinicFrame({ ages, a, b, visits }: ClinicWorld, n: number, uniform: Uniform): Frame {
  const counts = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const [w] = [draw(ages, 1, uniform).indexOf(1)];
    const [x, y, s] = [a[w], b[w], visits[w]].map((p) => (uniform() < p ? 1 : 0));
    const key = JSON.stringify([w, s, s ? x : null, s ? y : null]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].sort(([p], [q]) => (p < q ? -1 : 1)).map(([key, count]) => [...JSON.parse(key), count]);
  const column = (k: number) => rows.map((row) => (row[k] === null ? Number.NaN : row[k]));
  const frame = frameOf({ S: column(1), A: column(2), B: column(3) }, column(4));
  const age: Column = {
    kind: "categorical",
    name: "age",
    codes: Int32Array.from(column(0)),
    levels: ["young", "middle", "old"],
  };
  return { ...frame, columns: [...frame.columns, age] };
}
