/**
 * The arithmetic of one individual's (p0, p1): p1 = P(Y(1)=1; u), p0 = P(Y(0)=1; u). Everything Disco says about response types, shares
 * and causation is an average of these. Each is given with its slopes, because an average of a smooth function of fitted means is
 * corrected with them (THEORY 12).
 */

/** A function of two probabilities with its partial derivatives. */
export interface Smooth {
  readonly value: number;
  /** Slope in the first argument. */
  readonly first: number;
  /** Slope in the second argument. */
  readonly second: number;
}

/** A function of the factual arm's probability q of what was seen and of the other arm's probability r of the same. */
export type PairFunction = (q: number, r: number) => Smooth;

/** P(same outcome in both worlds), noises independent: q r. */
export const product: PairFunction = (q, r) => ({ value: q * r, first: r, second: q });

/** Largest P(both), the noise shared: min(q, r) (Frechet). */
export const largestBoth: PairFunction = (q, r) =>
  q <= r ? { value: q, first: 1, second: 0 } : { value: r, first: 0, second: 1 };

/** Smallest P(both): max(0, q + r - 1) (Frechet). */
export const smallestBoth: PairFunction = (q, r) =>
  q + r > 1 ? { value: q + r - 1, first: 1, second: 1 } : { value: 0, first: 0, second: 0 };

/**
 * How far below q (q - r) the average of p1 (p1 - p0) can fall over all laws of (p1, p0) on the unit square with means (q, r): what the
 * policy share can lose when the covariates are not the whole individual. The objective is linear in p0, so p0 is 0 or 1; convex in p1, so
 * p1 is constant on each of the two groups; its two values are as far apart as 1/2 or the square allows. (Derived here; checked against a
 * grid of laws in the tests.) Never positive. The largest average of p1 (p1 - p0) is q - smallestBoth.
 */
export const policySlack: PairFunction = (q, r) => {
  const byLow = r > 0 ? q / r : Number.POSITIVE_INFINITY;
  const byHigh = r < 1 ? (1 - q) / (1 - r) : Number.POSITIVE_INFINITY;
  const apart = Math.min(0.5, byLow, byHigh);
  const gain = apart * apart - apart;
  const odds = r * (1 - r);
  let first = 0;
  let second = (1 - 2 * r) * gain;
  if (apart < 0.5) {
    const steep = odds * (2 * apart - 1);
    if (byLow <= byHigh) {
      first = steep / r;
      second -= (steep * q) / (r * r);
    } else {
      first = -steep / (1 - r);
      second += (steep * (1 - q)) / (1 - r) ** 2;
    }
  }
  return { value: odds * gain, first, second };
};

/** Population law of arm and outcome, and what each arm would do to everyone. */
export interface ArmLaws {
  /** P(Y(1)=1), P(Y(0)=1). */
  readonly y1: number;
  readonly y0: number;
  /** P(T=1,Y=1), P(T=1,Y=0), P(T=0,Y=1), P(T=0,Y=0). */
  readonly p11: number;
  readonly p10: number;
  readonly p01: number;
  readonly p00: number;
}

/** Two ends that rounding alone has crossed are one point; ends crossed by sampling error stay crossed, for the caller to warn of. */
function ends(low: number, high: number): readonly [number, number] {
  return low > high && low - high < 1e-12 ? [high, high] : [low, high];
}

/** Tian-Pearl bounds [low, high] from experimental and observational laws together (THEORY 4.1; Tian & Pearl 2000). */
export function tianPearl({ y1, y0, p11, p10, p01, p00 }: ArmLaws): {
  readonly pns: readonly [number, number];
  readonly pn: readonly [number, number];
  readonly ps: readonly [number, number];
} {
  const y = p11 + p01;
  return {
    pns: ends(Math.max(0, y1 - y0, y - y0, y1 - y), Math.min(y1, 1 - y0, p11 + p00, y1 - y0 + p10 + p01)),
    pn: ends(Math.max(0, (y - y0) / p11), Math.min(1, (1 - y0 - p00) / p11)),
    ps: ends(Math.max(0, (y1 - y) / p00), Math.min(1, (y1 - p11) / p00)),
  };
}
