import { log } from "../num/elementary.js";
import { intervalChart } from "./chart.js";
import { type Family, need, needFinite, type Term } from "./family.js";

/** The uniform law of an interval. (`Uniform`, in num/random.ts, is a stream of random numbers.) */
export interface UniformLaw {
  readonly kind: "uniform";
  readonly low: number;
  readonly high: number;
}

/** The uniform law on [low, high]. @throws DiscoError unless both are finite and low < high */
export function uniform(low: number, high: number): UniformLaw {
  needFinite("uniform", "lower end", low);
  needFinite("uniform", "upper end", high);
  need(low < high, "uniform", "the lower end must be below the upper end", `${low}, ${high}`, "give low < high");
  return { kind: "uniform", low, high };
}

const width = ({ low, high }: UniformLaw) => high - low;
const clamp = (p: number) => Math.max(0, Math.min(1, p));

export const uniformFamily: Family<UniformLaw> = {
  logDensity: (law: UniformLaw, x: number) => (x >= law.low && x <= law.high ? -log(width(law)) : -Infinity),
  cdf: (law: UniformLaw, x: number) => clamp((x - law.low) / width(law)),
  survival: (law: UniformLaw, x: number) => clamp((law.high - x) / width(law)),
  quantile: (law, p) => (p < 0.5 ? law.low + p * width(law) : law.high - (1 - p) * width(law)),
  mean: ({ low, high }) => low + (high - low) / 2,
  variance: (law) => (width(law) * width(law)) / 12,
  entropy: (law) => log(width(law)),
  kl: (a, b) => (a.low >= b.low && a.high <= b.high ? log(width(b) / width(a)) : Infinity),
  chart: (law) => intervalChart(law.low, width(law), (z, rest) => log(z) + log(rest)),
};

/** Product of powers: uniform where all of them live. @throws DiscoError when they meet nowhere, or when one is to be taken away */
export function fuseUniforms(who: string, terms: readonly Term<UniformLaw>[]): UniformLaw {
  const given = terms.map(({ law }) => `[${law.low}, ${law.high}]`).join(", ");
  const away = terms.find(({ power }) => power < 0);
  need(
    away === undefined,
    who,
    "a uniform law is zero outside its interval, and what is zero has no inverse",
    given,
    "use positive powers only",
  );
  const low = Math.max(...terms.map(({ law }) => law.low));
  const high = Math.min(...terms.map(({ law }) => law.high));
  need(low < high, who, "the supports are disjoint: nothing is possible under all laws", given, "check the laws");
  return uniform(low, high);
}
