import { DiscoError } from "../error.js";
import type { Chart } from "./chart.js";

/** What a law can come out as: a number, or a name. */
export type Outcome = number | string;

/** The outcomes of a finite law. */
export interface Outcomes {
  readonly values: readonly Outcome[];
  readonly probabilities: readonly number[];
  /** Logarithms of the probabilities, -Infinity for outcomes that cannot happen: a probability may have rounded to zero. */
  readonly logs: readonly number[];
}

/**
 * What Disco knows of one family of laws, for records `law` of that family. Written once, in the law's own file; law.ts chooses by `kind`.
 */
export interface Family<L> {
  /** Logarithm of the probability of x, or of the density at x. -Infinity where there is none. */
  logDensity(law: L, x: Outcome): number;
  /** P(X <= x). */
  cdf(law: L, x: Outcome): number;
  /** P(X > x), accurate where it is small. */
  survival(law: L, x: Outcome): number;
  /** The smallest x with cdf(x) >= p, for p in [0, 1]. */
  quantile(law: L, p: number): Outcome;
  /** What a draw is when the uniform noise is e in (0, 1). The quantile, when it is not given. */
  drawAt?(law: L, e: number): Outcome;
  /** Undefined where there is none. */
  mean(law: L): number | undefined;
  /** Undefined where there is no mean; Infinity where there is a mean only. */
  variance(law: L): number | undefined;
  /** In nats; in closed form. Others are computed by quadrature. */
  entropy?(law: L): number;
  /** KL(a || b) between two of this family, in closed form. */
  kl?(a: L, b: L): number;
  /** Finite laws only. */
  outcomes?(law: L): Outcomes;
  /** Laws with a density only: the variable in which it is integrated. A mixture is integrated part by part and has none. */
  chart?(law: L): Chart;
  /** Densities that fall like a power of |x| on both sides, so that some moments do not exist. */
  readonly heavyTails?: boolean;
}

/** One law of a product of powers. */
export interface Term<L> {
  readonly law: L;
  readonly power: number;
}

/** @throws DiscoError when `ok` is false */
export function need(ok: boolean, who: string, wrong: string, given: unknown, next: string): asserts ok {
  if (!ok) throw new DiscoError({ who, wrong, given: String(given), next });
}

/** @throws DiscoError unless the parameter is a finite number */
export function needFinite(who: string, name: string, value: number): void {
  need(Number.isFinite(value), who, `the ${name} must be a finite number`, value, `give a number as the ${name}`);
}

/** @throws DiscoError unless the parameter is a positive finite number */
export function needPositive(who: string, name: string, value: number): void {
  const ok = Number.isFinite(value) && value > 0;
  need(ok, who, `the ${name} must be a positive number`, value, `give a ${name} above 0`);
}

/** What to do about a product that is not a law. */
export const TOO_MUCH_TAKEN =
  "to take a law out of another use fusePowers([whole, part], [1, -1]); take no more than is there";

/** A number for a message: six digits are enough to see what is wrong. */
export function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
