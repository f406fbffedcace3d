import { uniformStream } from "../../src/num/random.ts";
import { checkSelection } from "../../src/paradox/berkson.ts";
import type { RatioEstimate, RatioRange } from "../../src/query/berkson.ts";
import { clinic, clinicFrame, clinicOdds, draw, type Four, frameOf, oddsOf, pairFrame } from "./berkson-tables.ts";

/** A population whose every row is in the table, and how it is selected. */
export interface WholeWorld {
  readonly name: string;
  readonly p: Four;
  readonly h: Four;
}

const independent: Four = [0.42, 0.18, 0.28, 0.12];

export const wholeWorlds: readonly WholeWorld[] = [
  { name: "no association, no bias", p: independent, h: [0.2, 0.4, 0.2, 0.4] },
  { name: "an association, no bias", p: [0.45, 0.15, 0.2, 0.2], h: [0.3, 0.3, 0.6, 0.6] },
  { name: "rare, no bias", p: [0.855, 0.045, 0.095, 0.005], h: [0.3, 0.3, 0.3, 0.3] },
  { name: "made, negative (ratio 0.33)", p: independent, h: [0.2, 0.5, 0.5, 0.41] },
  { name: "made, positive (ratio 2.4)", p: independent, h: [0.3, 0.25, 0.25, 0.5] },
  {
    name: "hidden (odds ratio 4, ratio 1/4)",
    p: [0.3333333333333333, 0.16666666666666666, 0.16666666666666669, 0.3333333333333333],
    h: [0.3, 0.6, 0.6, 0.3],
  },
];

/** How often the intervals that were given held the truth, how often one of the ratio was given, and how often there was a finding. */
export interface WholeTally {
  readonly population: number;
  readonly selected: number;
  readonly ratio: number;
  readonly told: number;
  readonly found: number;
}

function holds(range: RatioRange | undefined, truth: number): number {
  return range !== undefined && range[0] <= truth && (range[1] === null || truth <= range[1]) ? 1 : 0;
}

/** Shares of `runs` tables of n rows. */
export function studyWhole({ p, h }: WholeWorld, n: number, runs: number, seed: number): WholeTally {
  const uniform = uniformStream(seed);
  const law = [...p.map((one, g) => one * h[g]), ...p.map((one, g) => one * (1 - h[g]))];
  const inside = p.map((one, g) => one * h[g]) as unknown as Four;
  const ratio = (h[3] * h[0]) / (h[1] * h[2]);
  const tally = { population: [0, 0], selected: [0, 0], ratio: [0, 0] };
  let found = 0;
  const count = (who: keyof typeof tally, { interval }: RatioEstimate, truth: number): void => {
    if (interval === undefined) return;
    tally[who][0] += holds(interval, truth);
    tally[who][1]++;
  };
  for (let run = 0; run < runs; run++) {
    const counts = draw(law, n, uniform);
    const frame = pairFrame(counts.slice(0, 4) as unknown as Four, counts.slice(4) as unknown as Four);
    const check = checkSelection(frame, { pair: ["A", "B"], selected: "S" });
    count("population", check.groups[0].oddsRatio, oddsOf(p));
    count("selected", check.groups[1].oddsRatio, oddsOf(inside));
    count("ratio", check.chances!.ratio, ratio);
    found += check.findings.length;
  }
  const share = ([held, told]: readonly number[]): number => held / told;
  const { population, selected, ratio: chances } = tally;
  return {
    population: share(population),
    selected: share(selected),
    ratio: share(chances),
    told: chances[1] / runs,
    found: found / runs,
  };
}

/** Of corrections in the clinic's world: coverage, bias in standard deviations, and the standard error over the spread. */
export interface WeightedTally {
  readonly name: string;
  readonly truth: number;
  readonly covered: number;
  readonly bias: number;
  readonly error: number;
  /** Coverage of the odds ratio of the selected, taken for that of the population. */
  readonly naive: number;
}

/** Corrections by learnt and by known probabilities, on `runs` tables of n people. */
export function studyWeighted(n: number, runs: number, seed: number): readonly WeightedTally[] {
  const uniform = uniformStream(seed);
  const truth = clinicOdds(clinic);
  const learnt: RatioEstimate[] = [];
  const known: RatioEstimate[] = [];
  let naive = 0;
  for (let run = 0; run < runs; run++) {
    const frame = clinicFrame(clinic, n, uniform);
    const age = frame.columns.find(({ name }) => name === "age")!;
    const probability = age.kind === "categorical" ? [...age.codes].map((w) => clinic.visits[w]) : [];
    const { columns } = frameOf({ chance: probability });
    const check = checkSelection(
      { ...frame, columns: [...frame.columns, ...columns] },
      {
        pair: ["A", "B"],
        selected: "S",
        given: ["age"],
        probability: "chance",
      },
    );
    known.push(check.corrections[0].oddsRatio);
    learnt.push(check.corrections[1].oddsRatio);
    naive += holds(check.groups[0].oddsRatio.interval, truth);
  }
  return [
    { name: "probabilities learnt from covariates", ...summary(learnt, truth), naive: naive / runs },
    { name: "probabilities known", ...summary(known, truth), naive: naive / runs },
  ];
}

function summary(ratios: readonly RatioEstimate[], truth: number): Omit<WeightedTally, "name" | "naive"> {
  const logs = ratios.map(({ value }) => Math.log(value!));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const sd = Math.sqrt(logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (logs.length - 1));
  const errors = ratios.map(({ interval }) => Math.log(interval![1]! / interval![0]) / (2 * 1.959963984540054));
  const error = errors.reduce((a, b) => a + b, 0) / errors.length / sd;
  const covered = ratios.reduce((sum, { interval }) => sum + holds(interval, truth), 0) / ratios.length;
  return { truth, covered, bias: (mean - Math.log(truth)) / sd, error };
}
