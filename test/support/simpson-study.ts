import { type Uniform, uniformStream } from "../../src/num/random.js";
import type { Strata, StrataTable } from "../../src/num/strata.js";
import { checkStrata } from "../../src/paradox/simpson.js";
import type { SimpsonKind } from "../../src/query/simpson.js";

/** A law of one confounding column, and columns of noise beside it. */
export interface SimpsonWorld {
  readonly name: string;
  readonly rows: number;
  readonly strata: number;
  /** The difference within strata, standardised to everybody, as a share of the outcome's range; its sign is against the raw one. */
  readonly within: number;
  /** How strongly the column decides the arm, 0 to 1. */
  readonly pull: number;
  /** Around which the rates lie; .5 unless told. */
  readonly rate?: number;
  /** Of the treated, before the pull; .5 unless told. */
  readonly treated?: number;
  /** Columns of noise, and all pairs of columns. */
  readonly noise?: number;
  /** Outcomes are numbers with a long tail. */
  readonly numbers?: boolean;
}

/** The raw difference of a law is at least so large, of the most that rates can differ. */
const CLEAR = 0.05;

interface Law {
  readonly share: readonly number[];
  readonly treated: readonly number[];
  /** By arm, untreated first. */
  readonly rates: readonly (readonly [number, number])[];
}

/**
 * A random law of the world: stratum shares, propensities that rise with the stratum's rate, and differences within strata that vary and average
 * to minus `within` exactly, so that with `within` 0 nothing is left of the raw difference.
 */
function drawLaw({ strata, within, pull, rate = 0.5, treated = 0.5 }: SimpsonWorld, uniform: Uniform): Law {
  const sizes = Array.from({ length: strata }, () => 0.4 + uniform());
  const all = sizes.reduce((a, b) => a + b, 0);
  const share = sizes.map((size) => size / all);
  const heights = Array.from({ length: strata }, () => uniform());
  const tops = Array.from({ length: strata }, () => uniform() - 0.5);
  const mean = tops.reduce((sum, top, s) => sum + share[s] * top, 0);
  const reach = Math.min(rate, 1 - rate);
  const rates = heights.map((height, s): [number, number] => {
    const base = rate + reach * (height - 0.5);
    const gap = 0.4 * reach * (tops[s] - mean) - within;
    return [base - gap / 2, base + gap / 2];
  });
  const odds = heights.map((height) => (treated / (1 - treated)) * Math.exp(6 * pull * (height - 0.5)));
  return { share, treated: odds.map((o) => o / (1 + o)), rates };
}

/** A law whose raw difference is clearly there, and against the one within strata; any law where the column pulls at nothing. */
function drawWanted(world: SimpsonWorld, uniform: Uniform): [Law, ReturnType<typeof truthOf>] {
  for (;;) {
    const law = drawLaw(world, uniform);
    const truth = truthOf(law);
    if (world.pull === 0 || truth.raw > CLEAR * Math.min(1, 2 * (world.rate ?? 0.5))) return [law, truth];
  }
}

/** The differences in the population: raw, and standardised to everybody. */
function truthOf({ share, treated, rates }: Law): { readonly raw: number; readonly within: number } {
  const arm = (a: 0 | 1) => share.map((p, s) => p * (a === 1 ? treated[s] : 1 - treated[s]));
  const mean = (a: 0 | 1) => {
    const mass = arm(a);
    return mass.reduce((sum, p, s) => sum + p * rates[s][a], 0) / mass.reduce((x, y) => x + y, 0);
  };
  return { raw: mean(1) - mean(0), within: share.reduce((sum, p, s) => sum + p * (rates[s][1] - rates[s][0]), 0) };
}

/** Does the population have what is said of it? */
function holds(kind: SimpsonKind, raw: number, within: number): boolean {
  const nothing = 1e-12;
  switch (kind) {
    case "reversal":
      return raw * within < 0 && Math.abs(within) > nothing;
    case "vanishing":
      return Math.abs(within) < Math.abs(raw) / 2;
    case "attenuation":
      return Math.abs(within) < Math.abs(raw) / 2 && raw * within > 0 && Math.abs(within) > nothing;
    case "masking":
      return Math.abs(within) > Math.abs(raw) + nothing;
    case "amplification":
      return Math.abs(within) > Math.abs(raw) + nothing && raw * within > 0;
  }
}

/** What a study counts. */
export interface Tally {
  readonly runs: number;
  /** Tables with any statement that is false of the population. */
  readonly falseAlarms: number;
  /** Tables in which the planted kind was found with the planted column. */
  readonly found: number;
}

/** So many random laws, one table each. */
export function tally(world: SimpsonWorld, runs: number, seed = 1): Tally {
  let [falseAlarms, found] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const uniform = uniformStream(seed, run);
    const [law, truth] = drawWanted(world, uniform);
    const { scanned } = checkStrata(drawTable(world, law, uniform));
    const said = scanned.filter(({ kind }) => kind !== null);
    // Columns of noise change nothing: within them the difference is the raw one, and pairs are as their confounding column.
    const wrong = said.some(({ by, kind }) => !holds(kind!, truth.raw, by.includes("z") ? truth.within : truth.raw));
    if (wrong) falseAlarms++;
    if (said.some(({ by, kind }) => by.length === 1 && by[0] === "z" && kind === "reversal")) found++;
  }
  return { runs, falseAlarms, found };
}

/** Rows of the law, counted in the strata of each column and each pair. */
function drawTable({ rows, noise = 0, numbers = false }: SimpsonWorld, law: Law, uniform: Uniform): StrataTable {
  const names = ["z", ...Array.from({ length: noise }, (_, k) => `n${k}`)];
  const sizes = [law.share.length, ...Array.from({ length: noise }, (_, k) => 2 + k)];
  const sets = [
    ...names.map((_, i) => [i]),
    ...names.flatMap((_, i) => names.slice(i + 1).map((__, j) => [i, i + 1 + j])),
  ];
  const counters = [[], ...sets].map((set) => {
    const strata = set.reduce((size, i) => size * sizes[i], 1);
    const of = () => new Float64Array(2 * strata);
    return { set, count: of(), sum: of(), squares: of() };
  });
  const values = new Array<number>(names.length);
  for (let row = 0; row < rows; row++) {
    values[0] = pick(law.share, uniform());
    for (let k = 1; k < names.length; k++) values[k] = Math.floor(uniform() * sizes[k]);
    const arm = uniform() < law.treated[values[0]] ? 1 : 0;
    const rate = law.rates[values[0]][arm];
    // An exponential about the rate has the rate as its mean.
    const y = numbers ? rate - 1 - Math.log(1 - uniform()) : uniform() < rate ? 1 : 0;
    for (const { set, count, sum, squares } of counters) {
      const at = 2 * set.reduce((place, i) => place * sizes[i] + values[i], 0) + arm;
      count[at]++;
      sum[at] += y;
      squares[at] += y * y;
    }
  }
  const [whole, ...strata] = counters.map(
    ({ set, count, sum, squares }): Strata => ({
      by: set.map((i) => names[i]),
      labels: Array.from({ length: count.length / 2 }, (_, s) => set.map(() => String(s))),
      ...{ count, sum, squares },
    }),
  );
  return {
    treatment: { name: "t", labels: { yes: "1", no: "0" } },
    outcome: numbers ? { kind: "numeric", name: "y" } : { kind: "binary", name: "y", labels: { yes: "1", no: "0" } },
    whole,
    strata,
    stratifiers: names.map((name, i) => ({ name, kind: "labels", values: sizes[i] })),
    law: false,
    data: { source: "drawn", read: rows, used: rows, missing: {}, notes: [] },
  };
}

function pick(share: readonly number[], u: number): number {
  let sum = 0;
  for (let s = 0; s < share.length - 1; s++) {
    sum += share[s];
    if (u < sum) return s;
  }
  return share.length - 1;
}

/** Worlds without a reversal: nothing is left within strata, at the very border, in tables that make it hard. */
export const BORDER: readonly SimpsonWorld[] = [
  { name: "4 strata", rows: 500, strata: 4, within: 0, pull: 1 },
  { name: "4 strata", rows: 5000, strata: 4, within: 0, pull: 1 },
  { name: "4 strata, 5 columns of noise, 15 pairs", rows: 2000, strata: 4, within: 0, pull: 1, noise: 5 },
  { name: "20 sparse strata", rows: 200, strata: 20, within: 0, pull: 1 },
  { name: "rare outcome (4 %), 8 strata", rows: 2000, strata: 8, within: 0, pull: 1, rate: 0.04 },
  { name: "few treated (5 %), 6 strata", rows: 600, strata: 6, within: 0, pull: 1, treated: 0.05 },
  { name: "strata that nearly decide the arm", rows: 600, strata: 5, within: 0, pull: 1.5 },
  { name: "numbers with a long tail", rows: 200, strata: 6, within: 0, pull: 1, numbers: true },
  { name: "no difference anywhere, 6 columns, 15 pairs", rows: 1000, strata: 4, within: 0, pull: 0, noise: 5 },
];

/** The same with a reversal planted: 10 points within strata, against a raw difference of 5 points or more. */
export const PLANTED: readonly SimpsonWorld[] = [
  { name: "4 strata", rows: 500, strata: 4, within: 0.1, pull: 1.5 },
  { name: "4 strata", rows: 2000, strata: 4, within: 0.1, pull: 1.5 },
  { name: "4 strata", rows: 10_000, strata: 4, within: 0.1, pull: 1.5 },
  { name: "4 strata, 5 columns of noise, 15 pairs", rows: 2000, strata: 4, within: 0.1, pull: 1.5, noise: 5 },
  { name: "4 strata, 5 columns of noise, 15 pairs", rows: 10_000, strata: 4, within: 0.1, pull: 1.5, noise: 5 },
  { name: "20 strata", rows: 2000, strata: 20, within: 0.1, pull: 1.5 },
];
