// Does the interval of a formula's number hold the truth? Samples from a full model, the formula on each, truncated factorisation beside it.
import { parseGraph } from "../../../src/graph/parse.ts";
import { identify } from "../../../src/identify/identify.ts";
import type { Cells } from "../../../src/num/cells.ts";
import { cellsOf, type FullModel, massOf, randomModel, truncated } from "./model.ts";
import { type Draw, drawFrom } from "./random-graph.ts";

/** Graphs in which P(Y=1 | do(X=1)) is identified in different ways. */
export const WAYS = {
  adjustment: "Z -> X -> Y; Z -> Y",
  "front door": "X -> M -> Y; X <-> Y",
  napkin: "W -> R -> X -> Y; W <-> X; W <-> Y",
} as const;

export interface IntervalCoverage {
  readonly truth: number;
  readonly covered: number;
  readonly runs: number;
  /** The average error, in standard deviations of the estimate. */
  readonly bias: number;
  /** What the interval believes the standard deviation to be, over what it was. */
  readonly ratio: number;
}

/** `runs` samples of `n` rows. */
export async function intervalCoverage(
  way: keyof typeof WAYS,
  n: number,
  runs: number,
  seed = 1,
): Promise<IntervalCoverage> {
  const graph = parseGraph(WAYS[way]);
  const draw = drawFrom(seed);
  const model = randomModel(draw, graph, { ternary: 0 });
  const law = truncated(model);
  const [x, y] = ["X", "Y"].map((name) => graph.numbers.get(name)!);
  const truth = massOf(model.cards, truncated(model, new Map([[x, 1]])), new Map([[y, 1]]));
  const values: number[] = [];
  const errors: number[] = [];
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const tables = { observed: sampled(draw, model, law, n) };
    const { value, interval } = await identify(graph, "P(Y=1 | do(X=1))", { tables, sets: 0 });
    values.push(value!);
    errors.push((interval![1] - interval![0]) / (2 * 1.959964));
    if (interval![0] <= truth && truth <= interval![1]) covered++;
  }
  const mean = values.reduce((a, b) => a + b, 0) / runs;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1));
  return { truth, covered, runs, bias: (mean - truth) / sd, ratio: errors.reduce((a, b) => a + b, 0) / runs / sd };
}

/** Counts of `n` draws from a dense law. */
function sampled(draw: Draw, { graph, cards }: FullModel, law: Float64Array, n: number): Cells {
  const counts = new Float64Array(law.length);
  for (let i = 0; i < n; i++) {
    let rest = draw();
    let entry = 0;
    while (entry < law.length - 1 && rest >= law[entry]) rest -= law[entry++];
    counts[entry]++;
  }
  return { ...cellsOf(graph, cards, counts), kind: "counts" };
}
