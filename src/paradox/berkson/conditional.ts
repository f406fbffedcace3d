import { logGamma } from "../../num/special-gamma.js";
import type { Four } from "./four.js";

/** Both tails of the count of both given the margins, each with half of the probability of what was seen (mid-p). */
interface MidTails {
  readonly below: number;
  readonly above: number;
}

/** Log odds ratios beyond this are as good as infinite for any table that fits a disk. */
const FAR = 200;
const HALVINGS = 80;
/** Counts further from what was seen than this have no part in the answer: whoever comes here has a cell of less than five (odds-ratio.ts). */
const WINDOW = 20_000;

/**
 * Interval and p-value of the odds ratio of a two by two table given its margins (the noncentral hypergeometric law), tails by mid-p: small
 * counts and empty cells are no obstacle, and nothing is added to them. H. Lancaster, JASA 56, 1961; K. Rothman, Modern Epidemiology.
 * @param level chance of missing the truth, .05 for a 95 % interval
 * @param against the log odds ratio that the p-value is about
 * Cost: O(smallest margin), 40,000 at most, a step; about two hundred steps.
 */
export function midInterval(
  [neither, first, second, both]: Four,
  level: number,
  against: number,
): { readonly low: number; readonly high: number; readonly p: number } {
  const [withFirst, withSecond, size] = [first + both, second + both, neither + first + second + both];
  const range = [Math.max(0, withFirst + withSecond - size), Math.min(withFirst, withSecond)] as const;
  const least = Math.max(range[0], both - WINDOW);
  const most = Math.min(range[1], both + WINDOW);
  const logs = Float64Array.from({ length: most - least + 1 }, (_, k) => {
    const count = least + k;
    return -[count, withFirst - count, withSecond - count, size - withFirst - withSecond + count].reduce(
      (sum, cell) => sum + logGamma(cell + 1),
      0,
    );
  });
  const seen = both - least;
  const tails = (theta: number): MidTails => midTails(logs, seen, theta);
  const { below, above } = tails(against);
  // The tail above grows with the odds ratio, and the one below shrinks.
  const low = both === range[0] ? -Infinity : solve((theta) => tails(theta).above - level / 2);
  const high = both === range[1] ? Infinity : solve((theta) => level / 2 - tails(theta).below);
  return { low: Math.exp(low), high: Math.exp(high), p: Math.min(1, 2 * Math.min(below, above)) };
}

function midTails(logs: Float64Array, seen: number, theta: number): MidTails {
  let top = -Infinity;
  for (let k = 0; k < logs.length; k++) top = Math.max(top, logs[k] + k * theta);
  let [below, at, above] = [0, 0, 0];
  for (let k = 0; k < logs.length; k++) {
    const mass = Math.exp(logs[k] + k * theta - top);
    if (k < seen) below += mass;
    else if (k === seen) at = mass;
    else above += mass;
  }
  const all = below + at + above;
  return { below: (below + at / 2) / all, above: (above + at / 2) / all };
}

/** Root of an increasing function by halving: its values may be flat far from the root, which would mislead Newton. */
function solve(f: (theta: number) => number): number {
  let [low, high] = [-FAR, FAR];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
