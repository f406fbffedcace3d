import { atan, log, log1p, pow, tanPi } from "../num/elementary.js";
import { lineChart } from "./chart.js";
import { type Family, needFinite, needPositive } from "./family.js";

/** The Cauchy law. It has no mean and no variance: use quantiles and probabilities (THEORY 7.7). */
export interface Cauchy {
  readonly kind: "cauchy";
  /** Median. */
  readonly location: number;
  /** Half the distance between the quartiles. */
  readonly scale: number;
}

/** The Cauchy law. @throws DiscoError unless the location is finite and the scale positive */
export function cauchy(location: number, scale: number): Cauchy {
  needFinite("cauchy", "location", location);
  needPositive("cauchy", "scale", scale);
  return { kind: "cauchy", location, scale };
}

/** Log density of the Cauchy law; z^2 may be too large to write down. */
export function logCauchy({ location, scale }: Cauchy, x: number): number {
  const z = Math.abs((x - location) / scale);
  return -log(Math.PI * scale) - (z < 1e100 ? log1p(z * z) : 2 * log(z));
}

/** P(X <= -z) for the standard law; atan of the reciprocal keeps the far tail. */
function tail(z: number): number {
  return z > 0 ? atan(1 / z) / Math.PI : 0.5 - atan(z) / Math.PI;
}

export const cauchyFamily: Family<Cauchy> = {
  logDensity: logCauchy,
  cdf: ({ location, scale }: Cauchy, x: number) => tail((location - x) / scale),
  survival: ({ location, scale }: Cauchy, x: number) => tail((x - location) / scale),
  quantile: ({ location, scale }, p) => {
    if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
    const small = Math.min(p, 1 - p);
    // From the nearer end, so that the far tails keep their digits.
    const z = small < 0.25 ? 1 / tanPi(small) : tanPi(0.5 - small);
    return location + (p < 0.5 ? -scale : scale) * z;
  },
  mean: () => undefined,
  variance: () => undefined,
  entropy: ({ scale }) => log(4 * Math.PI * scale),
  // THEORY 7.7; as log(1 + ...), so that close laws keep their digits.
  kl: (a, b) => {
    const apart = pow(a.scale - b.scale, 2) + pow(a.location - b.location, 2);
    return log1p(apart / (4 * a.scale * b.scale));
  },
  chart: (law) => lineChart(law.location, law.scale, (x) => logCauchy(law, x)),
  heavyTails: true,
};
