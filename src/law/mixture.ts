import { exp, log, log1p, pow } from "../num/elementary.js";
import { increasingRoot } from "../num/root.js";
import { logSumExp } from "../num/special.js";
import type { Family } from "./family.js";

/** A weighted average of laws with densities: one part is drawn by its weight, then a number from it. */
export interface MixtureOf<P> {
  readonly kind: "mixture";
  readonly parts: readonly P[];
  /** Positive, adding up to 1. */
  readonly weights: readonly number[];
}

/** The family of mixtures of laws that `of` knows. Cost: that of all parts; the quantile, of some ten of their distribution functions. */
export function mixtureFamily<P>(of: (part: P) => Family<P>): Family<MixtureOf<P>> {
  type Mixed = MixtureOf<P>;
  const average = ({ parts, weights }: Mixed, f: (part: P, family: Family<P>) => number) =>
    parts.reduce((sum, part, i) => sum + weights[i] * f(part, of(part)), 0);
  const logDensity = ({ parts, weights }: Mixed, x: number) =>
    logSumExp(parts.map((part, i) => log(weights[i]) + of(part).logDensity(part, x)));
  const cdf = (law: Mixed, x: number) => average(law, (part, family) => family.cdf(part, x));
  const survival = (law: Mixed, x: number) => average(law, (part, family) => family.survival(part, x));

  /** Undefined when some part has none. */
  const mean = ({ parts, weights }: Mixed): number | undefined => {
    let sum = 0;
    for (let i = 0; i < parts.length; i++) {
      const one = of(parts[i]).mean(parts[i]);
      if (one === undefined) return undefined;
      sum += weights[i] * one;
    }
    return sum;
  };

  return {
    logDensity,
    cdf,
    survival,
    mean,
    variance: (law) => {
      const middle = mean(law);
      if (middle === undefined) return undefined;
      return average(law, (part, family) => family.variance(part)! + pow(family.mean(part)! - middle, 2));
    },
    quantile: (law, p) => {
      const each = law.parts.map((part) => Number(of(part).quantile(part, p)));
      const low = Math.min(...each);
      const high = Math.max(...each);
      if (!(low < high)) return low;
      // The smaller tail tells p best.
      const below = p <= 0.5;
      const goal = below ? log(p) : log1p(-p);
      const f = (x: number) => {
        const tail = below ? cdf(law, x) : survival(law, x);
        const gap = log(tail) - goal;
        return { value: below ? gap : -gap, slope: exp(logDensity(law, x)) / tail };
      };
      const start = low + (high - low) / 2;
      return increasingRoot(f, { start, low, high, step: high - low, scale: 0 });
    },
    // The noise chooses the part, and what is left of it draws from that part.
    drawAt: ({ parts, weights }, e) => {
      let rest = e;
      let i = 0;
      while (i < parts.length - 1 && rest >= weights[i]) rest -= weights[i++];
      const inside = Math.min(Math.max(rest / weights[i], 2 ** -54), 1 - 2 ** -53);
      return of(parts[i]).quantile(parts[i], inside);
    },
  };
}
