import { listed } from "../num/say-names.js";
import type { IndependenceTest, TestedIndependence } from "../query/graph-check.js";

/** "1 test", "2 tests". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** "0.021", "3.4e-9"; what is smaller than its own rounding only as "< 1e-16". */
function small(p: number): string {
  if (p < 1e-16) return "< 1e-16";
  return `= ${p < 0.001 ? p.toExponential(1) : p.toPrecision(2)}`;
}

/** What should be, is not, and how far. `tests`: how many the p-value is corrected for. */
export function contradiction(found: TestedIndependence, tests: number): string {
  const { one, other, given, strength, adjusted, statistic, test } = found;
  const when = given.length === 0 ? "" : ` given ${listed(given)}`;
  const should = `${one} and ${other} should be independent${when}, and are not`;
  if (adjusted === null) return `${should}: ${small(statistic ?? 0).slice(2)} of the probability would have to move.`;
  const corrected = tests > 1 ? ` after correction for ${tests} tests` : "";
  return `${should}: ${strengthName(found)} ${(strength ?? 0).toFixed(2)}, p ${small(adjusted)}${corrected} (${test}).`;
}

/** What the strength of a test is called. */
function strengthName({ test, freedom }: IndependenceTest): string {
  if (!test.startsWith("generalised")) return "Cramér's V";
  return freedom === 1 ? "partial correlation" : "strength";
}
