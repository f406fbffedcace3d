import { exp } from "../num/elementary.js";
import { integrate } from "../num/quadrature.js";
import type { Outcome } from "./family.js";
import { sumOver } from "./finite.js";
import { familyOf, type Law, type OutcomeOf, outcomesOf, type Part, quantile } from "./law.js";

/** E[f(X)] for a law of its family and f of numbers; `points` are numbers near which f may be rough. */
export type Integrand = (x: number) => number;

const GRID = [0, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
const LANDMARKS = [0, 1e-12, 1e-6, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1 - 1e-6, 1 - 1e-12, 1];

/** Where a law with a density changes: its ends and some quantiles, part by part. */
export function landmarks(law: Law): number[] {
  if (law.kind === "mixture") return law.parts.flatMap(landmarks);
  return LANDMARKS.map((p) => Number(quantile<Law>(law, p))).filter(Number.isFinite);
}

/**
 * E[f(X)]. Finite laws: the exact sum over outcomes that can happen. Others: adaptive quadrature, relative error about 1e-11 for smooth f that
 * grows no faster than the law's tails allow; `points` are numbers at which f jumps or bends. A beta law with b below 1 has so much of
 * itself next to 1 that functions unbounded there lose digits. Infinite where f is infinite with positive probability; whether an integral
 * over an infinite range exists is for the caller to know (Cauchy laws have no mean). Cost: some thousands of values of f.
 */
export function expectation<L extends Law>(
  law: L,
  f: (x: OutcomeOf<L>) => number,
  points: readonly number[] = [],
): number {
  const outcomes = outcomesOf(law);
  if (outcomes) return sumOver(outcomes, f as (x: Outcome) => number);
  const g = f as Integrand;
  if (law.kind !== "mixture") return integral(law as Part, g, points);
  const rough = [...points, ...landmarks(law)];
  return law.parts.reduce((sum, part, i) => sum + law.weights[i] * integral(part, g, rough), 0);
}

function integral(law: Part, f: Integrand, points: readonly number[]): number {
  const chart = familyOf(law).chart!(law);
  const inside = (t: number) => t > chart.low && t < chart.high;
  const edges = [...landmarks(law), ...points].map(chart.t);
  for (const t of GRID) edges.push(-t, t);
  const sorted = [chart.low, ...new Set(edges.filter(inside)), chart.high].sort((a, b) => a - b);
  const weighted = (t: number) => {
    const weight = exp(chart.logWeight(t));
    return weight === 0 ? 0 : weight * f(chart.x(t));
  };
  return integrate(weighted, sorted).value;
}
