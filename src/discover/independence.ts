import { DiscoError } from "../error.js";
import type { Pause } from "../learn/crossfit.js";
import type { FiniteColumn } from "../num/cells.js";
import type { Column } from "../num/columns.js";
import { finiteValues } from "../num/finite-cells.js";
import type { Frame } from "../num/frame.js";
import { nearestName } from "../num/nearest.js";
import type { IndependenceTest } from "../query/graph-check.js";
import { FEW } from "./basis.js";
import { lawDependence } from "./contingency.js";
import { residualTest } from "./residual-test.js";
import { strataOf } from "./strata.js";
import { strataTest } from "./strata-test.js";

/** How to test an independence. */
export interface IndependenceOptions {
  /** Decides the folds and the draws; default 1. */
  readonly seed?: number;
  /** What the p-value is going to be held against: below it more care is taken. Default .05. */
  readonly level?: number;
  /** Called between fits, so that a page stays alive and work can be stopped (by throwing). */
  readonly pause?: Pause;
}

/** A label of more levels is no table any more: it is tested by its most frequent levels. */
const MOST_LABELS = 100;

/** What stands in a test that says nothing. */
export const NOT_TESTED = { test: "none", statistic: null, freedom: null, p: null, strength: null } as const;

/**
 * Are two columns independent given others? The test is chosen by what the columns are:
 * - all of them labels (of up to 100 levels), or numbers of at most eight values, with half of the rows or more in strata that tell: within the strata, see
 *   strata-test.ts (exact by drawing where cells are few; sees any pattern, a common one best);
 * - anything else: by what is left of the two when the others are taken away, see residual-test.ts (sees trends and curves, not every
 *   dependence; right where the means given the others can be learnt, and no test can do without such an assumption: R. Shah and J. Peters,
 *   Annals of Statistics 48, 2020);
 * - an exact law: no test but a sum. `statistic` is the probability that would have to move for an independence, and `p` is null.
 * Rows that stand for counts are so many rows. Rows are taken as independent of each other.
 * @throws DiscoError for a column that is not there or stands twice
 * Cost: O(rows) for strata, times up to 20,000 draws of a sparse table; else some ten regressions, on at most 20,000 rows.
 */
export async function testIndependence(
  frame: Frame,
  one: string,
  other: string,
  given: readonly string[] = [],
  options: IndependenceOptions = {},
): Promise<IndependenceTest> {
  const { seed = 1, level = 0.05, pause = async () => {} } = options;
  const about = { one, other, given };
  const columns = columnsOf(frame, [one, other, ...given]);
  const { rows, weights } = frame;
  const law = weights?.kind === "law";
  const most = (column: Column) => (law ? Number.POSITIVE_INFINITY : column.kind === "numeric" ? FEW : MOST_LABELS);
  const finite = columns.map((column) => finiteValues(column, most(column)));
  const constant = columns.slice(0, 2).find((_, i) => finite[i]?.values.length === 1);
  if (constant !== undefined) return { ...about, ...NOT_TESTED, reason: `${constant.name} has one value in all rows` };
  const few = finite.every((column): column is FiniteColumn => column !== undefined) ? finite : undefined;
  const strata = few && strataOf(few[0], few[1], few.slice(2), weights?.values);
  if (strata !== undefined && law) {
    const { distance, strength } = lawDependence(strata);
    return { ...about, test: "exact law", statistic: distance, freedom: null, p: null, strength };
  }
  const counted = strata && strataTest(strata, seed);
  if (counted !== undefined) return { ...about, ...counted };
  const [x, y, ...z] = columns;
  const verdict = await residualTest(x, y, z, { rows, counts: weights?.values }, { seed, level, pause });
  return "reason" in verdict ? { ...about, ...NOT_TESTED, ...verdict } : { ...about, ...verdict };
}

function columnsOf(frame: Frame, names: readonly string[]): readonly Column[] {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const next = "name different columns";
    throw new DiscoError({ who: "independence", wrong: "a column stands twice in the question", given: twice, next });
  }
  return names.map((name) => {
    const found = frame.columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    const all = frame.columns.map((column) => column.name);
    const near = nearestName(name, all);
    const wrong = `there is no such column${near === undefined ? "" : `; did you mean ${near}?`}`;
    throw new DiscoError({ who: "independence", wrong, given: name, next: `the columns are ${all.join(", ")}` });
  });
}
