import { type Uniform, uniformStream } from "../../num/random.js";
import type { LadderSurvey } from "../../query/ladder.js";
import { pick } from "./draw.js";
import type { Names } from "./names.js";

/** What rounding leaves of no difference. */
const ROUNDING = 1e-12;

/** Streams of the pairs that are shown are below it. */
const STREAM = 1_000_000;

/**
 * Random pairs that agree on the layers up to `rung`, with numbers from the continuum and no regard to how much they differ above: two or
 * three types, weights in proportion to uniform numbers, all else uniform; the partner lies anywhere on a line through the model on which the
 * lower layers stay as they are. Cost: O(pairs).
 */
export function survey(seed: number, pairs: number, rung: 1 | 2, { treatment, outcome }: Names): LadderSurvey {
  const uniform = uniformStream(seed, STREAM + rung);
  const differences = Float64Array.from({ length: pairs }, () => (rung === 1 ? doing(uniform) : imagining(uniform)));
  differences.sort();
  const middle = (pairs - 1) / 2;
  return {
    pairs,
    agree: differences.filter((difference) => difference <= ROUNDING).length,
    query: rung === 1 ? `P(${outcome}=1 | do(${treatment}=1))` : `PNS(${treatment} -> ${outcome})`,
    smallest: differences[0],
    median: (differences[Math.floor(middle)] + differences[Math.ceil(middle)]) / 2,
  };
}

/** Success moved between two types so that P(T=1, Y=1) stays: how far does P(Y=1 | do(T=1)) move? As in same-seen.ts. */
function doing(uniform: Uniform): number {
  const weights = weightsOf(uniform);
  const takes = weights.map(() => uniform());
  const rates = weights.map(() => uniform());
  const [i, j] = twoOf(uniform, weights.length);
  const [up, down] = [weights[j] * takes[j], weights[i] * takes[i]];
  // rates[i] + up*t and rates[j] - down*t stay in [0, 1].
  const low = Math.max(-rates[i] / up, (rates[j] - 1) / down);
  const high = Math.min((1 - rates[i]) / up, rates[j] / down);
  const t = low + (high - low) * uniform();
  return Math.abs(t * (weights[i] * up - weights[j] * down));
}

/** One type split in two halves: how far does PNS move? As in same-done.ts. */
function imagining(uniform: Uniform): number {
  const weights = weightsOf(uniform);
  const weight = weights[pick(uniform, 0, weights.length - 1)];
  const shift = (): number => {
    const rate = uniform();
    return uniform() * Math.min(rate, 1 - rate);
  };
  return weight * shift() * shift();
}

function weightsOf(uniform: Uniform): readonly number[] {
  const raw = Array.from({ length: pick(uniform, 2, 3) }, uniform);
  const sum = raw.reduce((total, one) => total + one, 0);
  return raw.map((one) => one / sum);
}

function twoOf(uniform: Uniform, count: number): readonly [number, number] {
  const first = pick(uniform, 0, count - 1);
  return [first, (first + pick(uniform, 1, count - 1)) % count];
}
