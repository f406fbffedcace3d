import { atan, exp, log, log1p } from "../../num/elementary.js";
import { normalCdf } from "../../num/normal.js";

/** The logarithm of a distribution function and its slope, at one place. */
export interface LogProbability {
  log: number;
  slope: number;
}

const LOG_ROOT_TWO_PI = 0.5 * log(2 * Math.PI);

/**
 * log Phi(z) and phi(z) / Phi(z), written into `to`; relative errors of about 1e-14 at any z, in the lower tail by Laplace's continued fraction
 * (as in num/normal.ts, where it is cut off for tails of any depth).
 */
export function logNormalCdf(z: number, to: LogProbability): void {
  if (z < -4) {
    const x = -z;
    const terms = Math.ceil(16 + 220 / (x * x));
    let fraction = (x + Math.sqrt(x * x + 4 * terms)) / 2;
    for (let n = terms; n >= 1; n--) fraction = x + n / fraction;
    to.log = -0.5 * x * x - LOG_ROOT_TWO_PI - log(fraction);
    to.slope = fraction;
    return;
  }
  // Above zero the lower part is one less a small tail, and its logarithm must not lose that.
  const near = normalCdf(-Math.abs(z));
  to.log = z > 0 ? log1p(-near) : log(near);
  to.slope = exp(-0.5 * z * z - LOG_ROOT_TWO_PI) / (z > 0 ? 1 - near : near);
}

/** The standard Cauchy law's distribution function 1/2 + atan(x) / pi, accurate in its lower tail. */
export function cauchyCdf(x: number): number {
  return x < -1 ? atan(-1 / x) / Math.PI : 0.5 + atan(x) / Math.PI;
}

/** Its logarithm and slope, written into `to`. */
export function logCauchyCdf(x: number, to: LogProbability): void {
  const p = cauchyCdf(x);
  to.log = x > 1 ? log1p(-atan(1 / x) / Math.PI) : log(p);
  // The density without the square of what may be huge.
  const density = Math.abs(x) > 1 ? 1 / x / (x + 1 / x) : 1 / (1 + x * x);
  to.slope = density / (Math.PI * p);
}
