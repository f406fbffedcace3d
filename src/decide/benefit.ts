import { largestBoth, product, type Smooth, smallestBoth } from "../law/response.js";
import type { Benefit } from "../query/decision.js";

/**
 * A benefit by response types as a line in the chance of a complier, PNS, and the two chances of success (THEORY 4.6):
 * f = sigma PNS + treated p1 + untreated p0 + constant, where sigma = complier - always - never + defier.
 */
export interface BenefitLine {
  readonly sigma: number;
  readonly treated: number;
  readonly untreated: number;
  readonly constant: number;
}

/** The compact form: always = p0 - defier, never = 1 - p1 - defier, defier = PNS - p1 + p0 put into the sum over the four types. */
export function benefitLine({ complier, always, never, defier }: Benefit): BenefitLine {
  return {
    sigma: complier - always - never + defier,
    treated: always - defier,
    untreated: defier - never,
    constant: never,
  };
}

/** Is the slope in PNS nothing but rounding? Then the benefit is known without knowing how the noises go together. */
export function isGainEqual({ complier, always, never, defier }: Benefit): boolean {
  const size = Math.abs(complier) + Math.abs(always) + Math.abs(never) + Math.abs(defier);
  return Math.abs(complier - always - never + defier) <= 1e-12 * size;
}

/** The chance that an individual is a complier: under independent noises, at least, and at most; slopes in p1 and p0 with each. */
export type ComplierViews = (
  p1: number,
  p0: number,
) => { readonly value: Smooth; readonly low: Smooth; readonly high: Smooth };

/** p1 (1 - p0) between the ends that Frechet's bounds leave, max(0, p1 - p0) and min(p1, 1 - p0) (THEORY 4.2, 4.3). */
export const anyNoises: ComplierViews = (p1, p0) => ({
  value: lessBoth(p1, product(p1, p0)),
  low: lessBoth(p1, largestBoth(p1, p0)),
  high: lessBoth(p1, smallestBoth(p1, p0)),
});

/** Nobody is a defier: compliers are what the arms differ by (THEORY 4.1, monotonicity). */
export const noDefiers: ComplierViews = (p1, p0) => {
  const difference = { value: p1 - p0, first: 1, second: -1 };
  return { value: difference, low: difference, high: difference };
};

/** P(Y(1) = 1) less the chance of success in both arms. */
function lessBoth(p1: number, { value, first, second }: Smooth): Smooth {
  return { value: p1 - value, first: 1 - first, second: -second };
}

/** Which end of PNS makes the benefit least, and which most: a negative slope swaps them. */
export function endsOf({ sigma }: BenefitLine): { readonly low: "low" | "high"; readonly high: "low" | "high" } {
  return sigma < 0 ? { low: "high", high: "low" } : { low: "low", high: "high" };
}
