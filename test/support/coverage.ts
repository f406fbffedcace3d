import { attribute } from "../../src/attribute/attribute.js";
import type { AttributeOptions } from "../../src/attribute/options.js";
import type { Answer } from "../../src/query/answer.js";
import { drawSample, truthOf, type World } from "./worlds.js";

/** How often the intervals of one quantity contained the truth, and how far off the estimate was on average. */
export interface Coverage {
  readonly quantity: string;
  readonly truth: number;
  readonly covered: number;
  readonly runs: number;
  readonly bias: number;
  /** Average standard error, and standard deviation of the estimates. */
  readonly se: number;
  readonly sd: number;
}

function centre(answer: Answer): number {
  return answer.value ?? (answer.interval![0] + answer.interval![1]) / 2;
}

/** Simulates `runs` data sets of n rows and counts how often each 95 % interval holds the truth. */
export async function coverageOf(
  world: World,
  options: AttributeOptions,
  n: number,
  runs: number,
  seed = 1,
): Promise<Coverage[]> {
  const truth = truthOf(world);
  const tally = new Map<string, { truth: number; covered: number; values: number[]; ses: number[] }>();
  const count = (quantity: string, target: number, answer: Answer) => {
    const entry = tally.get(quantity) ?? { truth: target, covered: 0, values: [], ses: [] };
    tally.set(quantity, entry);
    const [low, high] = answer.interval!;
    if (low <= target && target <= high) entry.covered++;
    entry.values.push(centre(answer));
    entry.ses.push(Number(answer.diagnostics.se));
  };
  for (let run = 0; run < runs; run++) {
    const { answer } = await attribute(drawSample(world, n, seed * 1_000_003 + run), options);
    for (const one of answer.evidence) {
      const event = `${one.treated ? 1 : 0}${one.success ? 1 : 0}`;
      const target = truth.events[event];
      count(`anyway ${event}`, target.anyway, one.shares.anyway);
      count(`policy ${event}`, target.policy, one.shares.policy);
      count(`chance ${event}`, target.chance, one.shares.chance);
      count(`recurrence ${event}`, target.recurrence, one.recurrence);
    }
    count("PNS", truth.pns, answer.causation!.pns);
    count("ATE", truth.ate, answer.effect.ate);
  }
  return [...tally].map(([quantity, { truth: target, covered, values, ses }]) => {
    const mean = values.reduce((a, b) => a + b, 0) / runs;
    const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (runs - 1));
    return {
      quantity,
      truth: target,
      covered,
      runs,
      bias: mean - target,
      se: ses.reduce((a, b) => a + b, 0) / runs,
      sd,
    };
  });
}
