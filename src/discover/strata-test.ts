import { averageOf, averageStatistic, summedCells } from "./average.js";
import { chiSquareTail, contingency } from "./contingency.js";
import { type Look, smallest } from "./looks.js";
import { drawnTails } from "./permutation.js";
import type { Stratum } from "./strata.js";

/** Fewer observations in strata that tell say nothing, whatever they are. */
const LEAST = 20;

/** What the strata say, and how strong the dependence is: Cramér's V less what chance alone gives. */
export interface StrataVerdict extends Look {
  readonly strength: number;
}

/**
 * Are two columns of few values independent within the strata of what is given? Two looks, of which the smaller p-value counts, corrected:
 * at the association averaged over the strata with four fifths of the level (Cochran, Mantel and Haenszel's), at chi-square summed over
 * them, which sees any pattern, with one fifth. By the chi-square law where the cells are well filled, else by drawing. Undefined where
 * strata in which both columns vary hold fewer than half of the observations, fewer than 20, or fewer than there are degrees of freedom: no
 * dependence could show. Cost: O(cells), O(observations) a draw.
 * @param strata counts of observations, whole numbers
 */
export function strataTest(strata: readonly Stratum[], seed: number): StrataVerdict | undefined {
  const { statistic, freedom, telling, total, strength, filled } = contingency(strata);
  if (2 * telling < total || telling < Math.max(LEAST, freedom)) return undefined;
  const average = averageOf(strata);
  const drawn = filled ? undefined : drawnTails(strata, average, seed);
  const look = (name: string, value: number, d: number, tail: { p: number; draws: number } | undefined): Look => ({
    test: tail === undefined ? name : `${name}, ${tail.draws.toLocaleString("en-US")} draws`,
    statistic: value,
    freedom: d,
    p: tail?.p ?? chiSquareTail(value, d),
  });
  const all = { ...look("chi-square", statistic, freedom, drawn?.all), strength };
  if (average === undefined) return all;
  const mean = averageStatistic(summedCells(strata, average), average);
  const most = telling * Math.min(average.lines, average.columns);
  return smallest(
    {
      ...look("Cochran-Mantel-Haenszel", mean, average.freedom, drawn?.average),
      strength: Math.sqrt(Math.min(1, Math.max(0, mean - average.freedom) / most)),
    },
    all,
  );
}
