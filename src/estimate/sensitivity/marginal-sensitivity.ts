import type { Range } from "../../query/answer.js";
import type { Contrast, Method, Sensitivity } from "../../query/effect.js";
import type { Problem } from "../problem.js";
import { meanRanges } from "./marginal-range.js";
import { fold, range } from "./say.js";
import { sharpRange } from "./sharp-range.js";

export interface MarginalOptions {
  /** How the arms' means are compared; default their difference. */
  readonly contrast?: Contrast;
  /** Odds ratio whose range is given as `bounds`; default 2. */
  readonly lambda?: number;
  /** The estimate it is about; default Hajek's, which the range is one of at lambda 1. */
  readonly method?: Method;
}

/** Odds ratio up to which the one that explains the effect away is looked for. */
const MOST = 1e6;

const compare: Readonly<Record<Contrast, (reference: number, arm: number) => number>> = {
  difference: (reference, arm) => arm - reference,
  ratio: (reference, arm) => arm / reference,
  "odds-ratio": (reference, arm) => (arm * (1 - reference)) / (reference * (1 - arm)),
};

/**
 * Range of the Hajek estimate as a function of lambda, the odds ratio by which hidden causes may move every entry's odds of treatment:
 * the arms' ranges are free of each other, so the ends of both make the ends of the contrast. Undefined for the overlap target, and for ratios
 * of means that are not positive (or, for odds, not below 1). Cost: a sort; then O(log entries) for each lambda.
 */
export function marginalRange(
  problem: Problem,
  contrast: Contrast = "difference",
): ((lambda: number) => Range) | undefined {
  const ranges = meanRanges(problem);
  if (ranges === undefined) return undefined;
  const [reference, arm] = ranges;
  const least = problem.y.reduce((a, b) => Math.min(a, b), 0);
  const most = problem.y.reduce((a, b) => Math.max(a, b), 1);
  if (contrast !== "difference" && (least < 0 || (contrast === "odds-ratio" && most > 1))) return undefined;
  return (lambda) => {
    const [r, a] = [reference(lambda), arm(lambda)];
    return [compare[contrast](r[1], a[0]), compare[contrast](r[0], a[1])];
  };
}

/**
 * The smallest lambda at which the range includes `none` (0 for differences, 1 for ratios): 1 when it does from the start, infinite
 * when a million does not suffice. The range grows with lambda, so halving finds it.
 */
export function smallestLambda(rangeAt: (lambda: number) => Range, none: number): number {
  const includes = (lambda: number) => {
    const [low, high] = rangeAt(lambda);
    return low <= none && none <= high;
  };
  if (includes(1)) return 1;
  if (!includes(MOST)) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, Math.log(MOST)];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (includes(Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}

/**
 * The marginal sensitivity model as a check: bounds (not an interval: the propensities and the sample are taken as they are) at one lambda and
 * over a grid, and the lambda that explains the estimate away. For two-valued outcomes also the sharp ones that use the learnt means.
 * Undefined where `marginalRange` is.
 */
export function marginalSensitivity(problem: Problem, options: MarginalOptions = {}): Sensitivity | undefined {
  const { contrast = "difference", lambda = 2, method = "hajek" } = options;
  const rangeAt = marginalRange(problem, contrast);
  if (rangeAt === undefined) return undefined;
  const [estimate] = rangeAt(1);
  if (!Number.isFinite(estimate)) return undefined;
  const none = contrast === "difference" ? 0 : 1;
  const smallest = smallestLambda(rangeAt, none);
  const bounds = rangeAt(lambda);
  const sharpAt = contrast === "difference" ? sharpRange(problem) : undefined;
  const sharp = sharpAt?.(lambda);
  const end = Math.max(3, Math.min(20, smallest * 1.5), lambda);
  return {
    id: "marginal-sensitivity",
    name: "Marginal sensitivity model",
    method,
    finding: `${away(smallest)} If they differ ${fold(lambda)} at most, the effect lies between ${range(bounds).replace(" to ", " and ")}, but for chance${sharp ? `; with the learnt means too, which makes the bounds sharp, between ${range(sharp).replace(" to ", " and ")}` : ""}.`,
    can: "It can show how far the weighted estimate moves when something unmeasured changes everybody's odds of treatment by no more than a factor.",
    cannot:
      "It cannot show how large that factor is, and its bounds take the fitted propensities and this sample as they are: sampling error comes on top.",
    values: {
      estimate,
      lambda,
      low: bounds[0],
      high: bounds[1],
      smallest: Math.min(smallest, MOST),
      beyond: smallest === Number.POSITIVE_INFINITY,
      ...(sharp
        ? { sharpLow: sharp[0], sharpHigh: sharp[1], sharpSmallest: Math.min(MOST, smallestLambda(sharpAt!, 0)) }
        : {}),
    },
    bounds,
    rows: Array.from({ length: 21 }, (_, i) => {
      const at = i === 20 ? end : end ** (i / 20);
      const [low, high] = rangeAt(at);
      const [sharpLow, sharpHigh] = sharpAt?.(at) ?? [];
      return { lambda: at, low, high, ...(sharpLow === undefined ? {} : { sharpLow, sharpHigh: sharpHigh! }) };
    }),
  };
}

function away(smallest: number): string {
  if (smallest === 1) return "There is no effect that hidden causes of treatment would have to explain away.";
  const who = "the odds of treatment given the covariates and the same odds given everything that matters";
  if (smallest === Number.POSITIVE_INFINITY)
    return `Not even a million-fold difference between ${who} would explain the effect away.`;
  return `To explain the effect away, ${who} would have to differ ${fold(smallest)}.`;
}
