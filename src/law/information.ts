import { exp, log, pow } from "../num/elementary.js";
import { expm1Minus } from "../num/special.js";
import { expectation, landmarks } from "./expectation.js";
import { need, type Outcome, type Outcomes } from "./family.js";
import { familyOf, type Law, mean, outcomesOf, quantile, variance } from "./law.js";

/** Entropy in nats; of the density (which may be negative) for laws that have one. Closed form, or quadrature to about 1e-11. */
export function entropy(law: Law): number {
  const family = familyOf(law);
  return family.entropy ? family.entropy(law) : expectation<Law>(law, (x) => -family.logDensity(law, x));
}

/**
 * Kullback-Leibler divergence of a from b in nats: what it costs to take a for b. Infinite when something possible under a is impossible
 * under b, and when b's tails are too light for a's (any Cauchy law against any normal one). Closed forms within a family and against a
 * normal or uniform law, sums for finite laws (an outcome that b does not have is impossible under b), quadrature to about 1e-10 otherwise.
 * @throws DiscoError when one law is finite and the other has a density
 */
export function kl(a: Law, b: Law): number {
  const family = familyOf(a);
  if (a.kind === b.kind && family.kl) return family.kl(a, b);
  const [p, q] = [outcomesOf(a), outcomesOf(b)];
  if (p && q) return klFinite(p, q);
  need(
    p === undefined && q === undefined,
    "kl",
    "one law is finite and the other has a density: no number tells how far apart they are",
    `${a.kind}, ${b.kind}`,
    "compare two finite laws, or two laws with densities",
  );
  const spread = variance(a);
  if (b.kind === "normal") {
    if (spread === undefined || spread === Infinity) return Infinity;
    const far = pow(mean(a)! - b.mean, 2);
    return Math.max(0, (spread + far) / (2 * b.sd * b.sd) + 0.5 * log(2 * Math.PI) + log(b.sd) - entropy(a));
  }
  if (b.kind === "uniform") {
    const inside = Number(quantile<Law>(a, 0)) >= b.low && Number(quantile<Law>(a, 1)) <= b.high;
    return inside ? Math.max(0, log(b.high - b.low) - entropy(a)) : Infinity;
  }
  // Lighter tails than a power law fall at least exponentially: against them a law without a variance is infinitely far off.
  if (!hasHeavyTails(b) && (spread === undefined || spread === Infinity)) return Infinity;
  const other = familyOf(b);
  let impossible = false;
  const gap = (x: Outcome) => {
    const logB = other.logDensity(b, x);
    if (logB === -Infinity) impossible = true;
    return family.logDensity(a, x) - logB;
  };
  const value = expectation<Law>(a, gap, landmarks(b));
  return impossible ? Infinity : Math.max(0, value);
}

function hasHeavyTails(law: Law): boolean {
  return law.kind === "mixture" ? law.parts.some(hasHeavyTails) : familyOf(law).heavyTails === true;
}

/** Log probability of an outcome; -Infinity for one that is not there. */
function lookup({ values, logs }: Outcomes): (value: Outcome) => number {
  const known = new Map(values.map((value, i) => [value, logs[i]]));
  return (value) => known.get(value) ?? -Infinity;
}

/** Sum of p (log(p/q) - 1 + q/p), whose terms are not negative, plus what q has where p has nothing: no digits cancel. */
function klFinite(p: Outcomes, q: Outcomes): number {
  const other = lookup(q);
  let sum = 0;
  let covered = 0;
  for (let i = 0; i < p.values.length; i++) {
    if (p.logs[i] === -Infinity) continue;
    const logQ = other(p.values[i]);
    if (logQ === -Infinity) return Infinity;
    const own = exp(p.logs[i]);
    const d = logQ - p.logs[i];
    sum += Math.abs(d) < 0.5 ? own * expm1Minus(d) : exp(logQ) - own - own * d;
    covered++;
  }
  const known = lookup(p);
  const possible = q.values.filter((_, i) => q.logs[i] > -Infinity);
  if (covered === possible.length) return sum;
  return q.values.reduce<number>((rest, value, i) => (known(value) === -Infinity ? rest + exp(q.logs[i]) : rest), sum);
}

/**
 * Total variation distance of two finite laws: half the sum of |p - q|, the largest difference that any event can show.
 * @throws DiscoError for laws with a density
 */
export function totalVariation(a: Law, b: Law): number {
  const [p, q] = [outcomesOf(a), outcomesOf(b)];
  need(
    p !== undefined && q !== undefined,
    "totalVariation",
    "a law has a density, not finitely many outcomes",
    `${a.kind}, ${b.kind}`,
    "use kl for densities",
  );
  const [first, second] = [lookup(p), lookup(q)];
  const values = new Set([...p.values, ...q.values]);
  let sum = 0;
  for (const value of values) sum += Math.abs(exp(first(value)) - exp(second(value)));
  return Math.min(1, sum / 2);
}
