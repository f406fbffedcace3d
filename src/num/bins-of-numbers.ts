/** Numbers of at most so many values are better left as they are. */
export const MOST_VALUES = 10;

/** Laws are sums of rounded numbers: this much below a quantile's mass is the quantile's mass. */
const ROUNDING = 1e-9;

/**
 * What marks the cuts of numbers at their quantiles: cut j (from 1) is the smallest value v for which `bins` times the mass of values up to v
 * reaches entry j - 1. Whole masses are compared exactly. Ties stay together, whatever the order of the rows.
 */
export function quantileMarks(bins: number, total: number, law: boolean): number[] {
  const slack = law ? ROUNDING * bins * total : 0;
  return Array.from({ length: bins - 1 }, (_, i) => (i + 1) * total - slack);
}

/**
 * The cuts from the quantiles: each once, ascending, and none at the largest value, above which there is nothing. Where nearly all have the
 * largest value, it is set apart from `next`, the one below it.
 */
export function cutsOf(quantiles: readonly number[], largest: number, next: number): number[] {
  const below = quantiles.filter((value) => value < largest);
  // -0 is 0, as text too.
  return [...new Set(below.length > 0 ? below : [next])].map((cut) => cut + 0).sort((a, b) => a - b);
}

/** The names of the bins: "up to 20", "(20, 35]", "above 35". `say` writes a number, or a date. */
export function binLabels(cuts: readonly number[], say: (value: number) => string = String): string[] {
  const between = cuts.slice(1).map((cut, k) => `(${say(cuts[k])}, ${say(cut)}]`);
  return [`up to ${say(cuts[0])}`, ...between, `above ${say(cuts[cuts.length - 1])}`];
}

/** Days since 1970-01-01 as a date, with the time of day where there is one. */
export function sayDay(days: number): string {
  const date = new Date(Math.round(days * 86_400_000));
  if (Number.isNaN(date.getTime())) return String(days);
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : text.slice(0, -1).replace("T", " ").replace(".000", "");
}
