import { exp, log, log1p, pow } from "../num/elementary.js";
import { gaussKronrod, integrate, type Panel } from "../num/quadrature.js";
import { increasingRoot } from "../num/root.js";
import { type Cauchy, cauchy, logCauchy } from "./cauchy.js";
import { type Chart, lineChart } from "./chart.js";
import { type Family, need, short, type Term, TOO_MUCH_TAKEN } from "./family.js";

/** What Cauchy laws are fused to: their product, or a product of powers of them, normalised. Not a Cauchy law (THEORY 6.5). */
export interface CauchyProduct {
  readonly kind: "cauchy-product";
  /** The density is proportional to the product of the densities to these powers. */
  readonly factors: readonly Term<Cauchy>[];
  /** log of the integral of that product. */
  readonly logNormaliser: number;
  /** Where the integral was taken: in t, with x = centre + scale sinh(t), panel after panel. */
  readonly table: Table;
}

/** The distribution function at the edges of panels on which one application of quadrature is good to the last digits. */
export interface Table {
  readonly centre: number;
  readonly scale: number;
  /** Ascending in t. */
  readonly edges: readonly number[];
  /** P(X below edge) and P(X above edge). */
  readonly below: readonly number[];
  readonly above: readonly number[];
}

/** log of the product, not normalised. */
function logProduct(factors: readonly Term<Cauchy>[], x: number): number {
  let sum = 0;
  for (const { law, power } of factors) sum += power * logCauchy(law, x);
  return sum;
}

/** Sum of the powers: the density falls like |x| to minus twice this. */
function degree(factors: readonly Term<Cauchy>[]): number {
  return factors.reduce((sum, { power }) => sum + power, 0);
}

/** One factor for each different law, none to the power zero. */
function gather(terms: readonly Term<Cauchy>[]): readonly Term<Cauchy>[] {
  const found = new Map<string, Term<Cauchy>>();
  for (const { law, power } of terms) {
    const key = `${law.location}/${law.scale}`;
    found.set(key, { law, power: (found.get(key)?.power ?? 0) + power });
  }
  return [...found.values()].filter(({ power }) => Math.abs(power) > 1e-12);
}

/** Edges of the first panels: evenly in t, growing outwards, and about each factor, which may be narrow. */
const GRID = [0, 0.5, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 21, 24, 28, 32, 36, 40];
const FAR = Array.from({ length: 26 }, (_, k) => 50 + 10 * k);

function startingEdges(factors: readonly Term<Cauchy>[], chart: Chart): number[] {
  const edges = [...GRID, ...FAR].flatMap((t) => [-t, t]);
  for (const { law } of factors) {
    for (const z of [0, 1, 4, 16]) {
      edges.push(chart.t(law.location - z * law.scale), chart.t(law.location + z * law.scale));
    }
  }
  return [...new Set(edges.map((t) => t + 0))].sort((a, b) => a - b);
}

/**
 * The product of Cauchy laws to powers, as a law. Two laws to the power 1 have their normaliser in closed form; everything else is by
 * quadrature, exact to about 1e-12. When the factors leave a single Cauchy law, it is that. Cost: some 1,000 densities, once.
 * @throws DiscoError when the powers add up to 1/2 or less, so that nothing can be normalised
 */
export function fuseCauchys(who: string, terms: readonly Term<Cauchy | CauchyProduct>[]): Cauchy | CauchyProduct {
  const factors = gather(
    terms.flatMap(({ law, power }) =>
      law.kind === "cauchy"
        ? [{ law, power }]
        : law.factors.map((factor) => ({ law: factor.law, power: factor.power * power })),
    ),
  );
  const total = degree(factors);
  need(
    total > 0.5,
    who,
    `the result is not a law: the powers of the Cauchy laws add up to ${short(total)}, and must be above 1/2`,
    terms.map(({ power }) => power).join(", "),
    TOO_MUCH_TAKEN,
  );
  if (factors.length === 1 && Math.abs(total - 1) < 1e-12) return cauchy(factors[0].law.location, factors[0].law.scale);
  // Linear about the narrowest factor that draws the law to itself; the panels find the others.
  const middle = factors.filter(({ power }) => power > 0).reduce((a, b) => (b.law.scale < a.law.scale ? b : a)).law;
  const chart = lineChart(middle.location, middle.scale, (x) => logProduct(factors, x));
  const edges = startingEdges(factors, chart);
  const peak = Math.max(...edges.map(chart.logWeight));
  const weight = (t: number) => exp(chart.logWeight(t) - peak);
  const { panels } = integrate(weight, edges, 1e-13);
  // Beyond the last edges the density with respect to t is C exp(-rate |t|).
  const rate = 2 * total - 1;
  const first = weight(edges[0]) / rate;
  const last = weight(edges[edges.length - 1]) / rate;
  const below = runningSums(first, panels);
  const above = runningSums(last, panels.toReversed()).reverse();
  const mass = below[below.length - 1] + last;
  return {
    kind: "cauchy-product",
    factors,
    logNormaliser: closedNormaliser(factors) ?? peak + log(mass),
    table: {
      centre: middle.location,
      scale: middle.scale,
      edges: [panels[0].low, ...panels.map(({ high }) => high)],
      below: below.map((part) => part / mass),
      above: above.map((part) => part / mass),
    },
  };
}

function runningSums(start: number, panels: readonly Panel[]): number[] {
  const sums = [start];
  for (const { value } of panels) sums.push(sums[sums.length - 1] + value);
  return sums;
}

/** log of (1/pi)(g1 + g2)/((m1 - m2)^2 + (g1 + g2)^2) for f1 f2, where m1 = m2 and g1 = g2 for a square (THEORY 6.5). */
function closedNormaliser(factors: readonly Term<Cauchy>[]): number | undefined {
  const laws = factors.flatMap(({ law, power }) => (power === 1 ? [law] : power === 2 ? [law, law] : []));
  if (laws.length !== 2 || degree(factors) !== 2) return undefined;
  const scales = laws[0].scale + laws[1].scale;
  const apart = (laws[0].location - laws[1].location) / scales;
  return -log(Math.PI) - log(scales) - log1p(apart * apart);
}

function chartOf({ factors, logNormaliser, table }: CauchyProduct): Chart {
  return lineChart(table.centre, table.scale, (x) => logProduct(factors, x) - logNormaliser);
}

/** P(T <= t) and P(T > t): from the nearest edge, so that each tail is a sum of what lies in it. */
function tailsAt(law: CauchyProduct, chart: Chart, t: number): { below: number; above: number } {
  const { edges, below, above } = law.table;
  const end = edges.length - 1;
  const rate = 2 * degree(law.factors) - 1;
  if (t <= edges[0]) return { below: below[0] * exp(rate * (t - edges[0])), above: 1 };
  if (t >= edges[end]) return { below: 1, above: above[end] * exp(rate * (edges[end] - t)) };
  let low = 0;
  let high = end;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= t) low = middle;
    else high = middle;
  }
  const weight = (s: number) => exp(chart.logWeight(s));
  const left = gaussKronrod(weight, edges[low], t).value;
  const right = gaussKronrod(weight, t, edges[high]).value;
  return { below: below[low] + left, above: above[high] + right };
}

function quantile(law: CauchyProduct, p: number): number {
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  const chart = chartOf(law);
  const { edges, below, above } = law.table;
  const end = edges.length - 1;
  const rate = 2 * degree(law.factors) - 1;
  if (p <= below[0]) return chart.x(edges[0] + log(p / below[0]) / rate);
  if (1 - p <= above[end]) return chart.x(edges[end] - log((1 - p) / above[end]) / rate);
  const left = p <= 0.5;
  const goal = left ? log(p) : log1p(-p);
  let panel = 1;
  while (panel < end && (left ? below[panel] < p : above[panel] > 1 - p)) panel++;
  const f = (t: number) => {
    const tails = tailsAt(law, chart, t);
    const tail = left ? tails.below : tails.above;
    const gap = log(tail) - goal;
    return { value: left ? gap : -gap, slope: exp(chart.logWeight(t)) / tail };
  };
  const [low, high] = [edges[panel - 1], edges[panel]];
  return chart.x(increasingRoot(f, { start: low + (high - low) / 2, low, high, step: high - low, scale: 1 }));
}

/** E[(x - centre)^order] by quadrature; the far tails, where the integrand is exponential in t, in closed form. */
function moment(law: CauchyProduct, order: number, centre: number): number {
  const chart = chartOf(law);
  const { edges } = law.table;
  const f = (t: number) => exp(chart.logWeight(t)) * pow(chart.x(t) - centre, order);
  const rate = 2 * degree(law.factors) - 1 - order;
  return integrate(f, edges, 1e-13).value + (f(edges[0]) + f(edges[edges.length - 1])) / rate;
}

function mean(law: CauchyProduct): number | undefined {
  const { centre } = law.table;
  return degree(law.factors) > 1 ? centre + moment(law, 1, centre) : undefined;
}

export const cauchyProductFamily: Family<CauchyProduct> = {
  logDensity: ({ factors, logNormaliser }: CauchyProduct, x: number) => logProduct(factors, x) - logNormaliser,
  cdf: (law: CauchyProduct, x: number) => {
    const chart = chartOf(law);
    return tailsAt(law, chart, chart.t(x)).below;
  },
  survival: (law: CauchyProduct, x: number) => {
    const chart = chartOf(law);
    return tailsAt(law, chart, chart.t(x)).above;
  },
  quantile,
  mean,
  variance: (law) => {
    const middle = mean(law);
    if (middle === undefined) return undefined;
    return degree(law.factors) > 1.5 ? moment(law, 2, middle) : Infinity;
  },
  chart: chartOf,
  heavyTails: true,
};
