import type { Strata, StrataTable } from "../../src/num/strata.ts";

/** The outcome of one arm in one stratum: how many, how many successes (or the sum of the outcomes and of their squares). */
export type CellCounts = readonly [count: number, sum: number, squares?: number];

/** One stratum: its label or labels, the treated, the untreated. */
export type StratumCounts = readonly [label: string | readonly string[], treated: CellCounts, untreated: CellCounts];

/** Strata from counts written by hand. */
export function strata(by: readonly string[], rows: readonly StratumCounts[]): Strata {
  const cells = rows.flatMap(([, treated, untreated]) => [untreated, treated]);
  return {
    by,
    labels: rows.map(([label]) => (typeof label === "string" ? [label] : label)),
    count: Float64Array.from(cells, ([n]) => n),
    sum: Float64Array.from(cells, ([, x]) => x),
    squares: Float64Array.from(cells, ([, x, xx]) => xx ?? x),
  };
}

/** The same observations in one stratum. */
function together({ count, sum, squares }: Strata): Strata {
  const add = (values: Float64Array) => {
    const both = new Float64Array(2);
    values.forEach((value, i) => {
      both[i % 2] += value;
    });
    return both;
  };
  return { by: [], labels: [[]], count: add(count), sum: add(sum), squares: add(squares) };
}

interface Told {
  readonly treatment?: StrataTable["treatment"];
  readonly outcome?: StrataTable["outcome"];
  readonly law?: boolean;
  readonly left?: readonly { readonly name: string; readonly left: string }[];
}

/** A table with these strata, whose first gives the whole. */
export function tableOf(sets: readonly Strata[], told: Told = {}): StrataTable {
  const {
    treatment = { name: "drug", labels: { yes: "A", no: "B" } },
    outcome = { kind: "binary", name: "cured", labels: { yes: "yes", no: "no" } },
    law = false,
    left = [],
  } = told;
  const whole = together(sets[0]);
  const rows = law ? 0 : whole.count[0] + whole.count[1];
  const singles = sets.filter(({ by }) => by.length === 1);
  return {
    treatment,
    outcome,
    whole,
    strata: sets,
    stratifiers: [
      ...singles.map(({ by, labels }) => ({ name: by[0], kind: "labels" as const, values: labels.length })),
      ...left.map((one) => ({ ...one, kind: "labels" as const, values: rows })),
    ],
    law,
    data: { source: "made.csv", read: rows, used: rows, missing: {}, notes: [] },
  };
}

/** Berkeley 1973, the six largest departments (THEORY 8.2): male is the treated arm. */
export const BERKELEY_STRATA: readonly StratumCounts[] = [
  ["A", [825, 512], [108, 89]],
  ["B", [560, 353], [25, 17]],
  ["C", [325, 120], [593, 202]],
  ["D", [417, 138], [375, 131]],
  ["E", [191, 53], [393, 94]],
  ["F", [373, 22], [341, 24]],
];

export const SEX = { name: "sex", labels: { yes: "male", no: "female" } } as const;
export const ADMITTED = { kind: "binary", name: "admitted", labels: { yes: "yes", no: "no" } } as const;

export const berkeley = tableOf([strata(["department"], BERKELEY_STRATA)], { treatment: SEX, outcome: ADMITTED });

/** Kidney stones: C. Charig and others, British Medical Journal 292, 1986. A is open surgery, B percutaneous. */
export const kidney = tableOf([
  strata(
    ["size"],
    [
      ["small", [87, 81], [270, 234]],
      ["large", [263, 192], [80, 55]],
    ],
  ),
]);
