import { type ResponseType, responseParts } from "./response-types.js";

/** What is known of the chances p1 and p0 of one individual. */
export interface ChanceEstimates {
  readonly p1: number;
  readonly p0: number;
  /** Confidence limits of each, within 0 and 1. */
  readonly p1Limits: readonly [number, number];
  readonly p0Limits: readonly [number, number];
  /** Correlation of their errors: 0 where each was learnt from its own arm. */
  readonly correlation: number;
}

/** Limits of a response type's chance: sampling error alone, at the level of the limits they were made of. */
export interface ResponseLimits {
  /** An interval for the chance if the two worlds' noises are independent. */
  readonly from: number;
  readonly to: number;
  /** Lower limit of the low bound, upper limit of the high one: an interval for the chance whatever the noises are. */
  readonly least: number;
  readonly most: number;
}

/**
 * Sampling limits of one response type, from the limits of the two chances a and b that it is made of (p1 or 1 - p1, p0 or 1 - p0). None
 * leaves 0 to 1.
 *
 * - The value under independence is a b, and log a + log b a sum of two estimates: its limits lie as far from it as the squares of the
 *   parts' distances add up to, each towards its own side (MOVER: G. Zou and A. Donner, Statistics in Medicine 27, 2008), so that they lie
 *   within the products of the parts' limits.
 * - The low bound is max(0, a + b - 1), a sum likewise.
 * - The high bound is min(a, b). Its limit is the lesser of both upper limits: where a and b are equal it errs twice as often as either,
 *   but only upwards, so that two-sided limits of 95 % still hold it in 95 % (to first order), as do the two ends together (they are limits of the
 *   chance itself, G. Imbens and C. Manski, Econometrica 72, 2004).
 *
 * Assumes limits that hold for p1 and p0 (the shape of their models is right). Cost: O(1).
 */
export function responseLimits(type: ResponseType, estimates: ChanceEstimates): ResponseLimits {
  const { p1, p0, p1Limits, p0Limits, correlation } = estimates;
  const [a, b] = responseParts(type, p1, p0);
  const [a0, b0] = responseParts(type, p1Limits[0], p0Limits[0]);
  const [a1, b1] = responseParts(type, p1Limits[1], p0Limits[1]);
  const [one, other] = [
    [Math.min(a0, a1), Math.max(a0, a1)],
    [Math.min(b0, b1), Math.max(b0, b1)],
  ];
  // A failure's error is that of the success turned round.
  const r = type === "always" || type === "never" ? correlation : -correlation;
  const log = Math.log;
  return {
    // Where a limit is 0 so is the product's.
    from: one[0] * other[0] === 0 ? 0 : a * b * Math.exp(-apart(log(a / one[0]), log(b / other[0]), r)),
    to: a * b === 0 ? one[1] * other[1] : a * b * Math.exp(apart(log(one[1] / a), log(other[1] / b), r)),
    least: Math.max(0, a + b - 1 - apart(a - one[0], b - other[0], r)),
    most: Math.min(one[1], other[1]),
  };
}

/** How far a sum's limit is from it, when those of its parts are so far from theirs. */
function apart(one: number, other: number, correlation: number): number {
  return Math.sqrt(Math.max(0, one * one + other * other + 2 * correlation * one * other));
}
