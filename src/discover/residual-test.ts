import { boost } from "../learn/boost.js";
import type { Pause } from "../learn/crossfit.js";
import { linear } from "../learn/linear.js";
import type { Column } from "../num/columns.js";
import { basisOf, widthOf } from "./basis.js";
import { covarianceTest, residualStrength } from "./covariance.js";
import { featuresOf, LEAST_IN_LEVEL } from "./features.js";
import { type Look, plainPart, smallest } from "./looks.js";
import { dealObservations } from "./observations.js";
import { type Means, type Residual, residualsOf } from "./residuals.js";

/** What the residuals say, or why they cannot say anything. */
export type ResidualVerdict = (Look & { readonly strength: number }) | { readonly reason: string };

export interface ResidualOptions {
  readonly seed: number;
  /** A p-value below this must stand when trees learn the means too. */
  readonly level: number;
  readonly pause: Pause;
}

/** More observations than these teach nothing that matters here, and cost time. */
const MOST = 20_000;
/** Fewer than these are too few for laws of large numbers; and so many more for each column of what is given. */
const LEAST = 30;
const LEAST_A_COLUMN = 3;
/** Labels of more levels make regressions that take long and learn little. */
const MOST_WIDE = 500;

/**
 * Are one and other independent given the rest? The generalised covariance measure on a few functions of each, see covariance.ts. Two
 * looks, of which the smaller p-value counts, corrected: at the trend with four fifths of the level, at curves with one fifth. The means
 * that are taken away are learnt linearly and smoothly, whichever predicts better; where that leaves a p-value below the level, trees join
 * them, so that a step or a corner that was missed is not taken for a dependence, and the larger p-value counts.
 * Cost: up to eight cross-fitted regressions each way, on at most 20,000 rows.
 */
export async function residualTest(
  one: Column,
  other: Column,
  given: readonly Column[],
  data: { readonly rows: number; readonly counts: Float64Array | undefined },
  options: ResidualOptions,
): Promise<ResidualVerdict> {
  const columns = [...given, one, other];
  const dealt = dealObservations(columns, given.length, data, { most: MOST, seed: options.seed });
  const { total } = dealt.entries;
  const known = dealt.columns.slice(0, given.length);
  const width = widthOf(known);
  const needed = LEAST + LEAST_A_COLUMN * width;
  if (total < needed) return { reason: `${total} rows are too few (${needed} are needed with so much given)` };
  if (width > MOST_WIDE) return { reason: `what is given has more than ${MOST_WIDE} levels` };
  const basis = basisOf(known, dealt.rows, dealt.counts, total);
  const sides = dealt.columns.slice(given.length).map((c) => featuresOf(c, dealt.counts));
  const poor = [one, other].find((_, side) => sides[side].length === 0);
  if (poor !== undefined) return { reason: sameness(poor) };
  const look = async (ways: readonly Means[], curves: boolean) => {
    const left: (readonly Residual[])[] = [];
    for (const side of sides) left.push(await residualsOf(side, ways, dealt, { ...options, curves }));
    return looksAt(left[0], left[1], dealt.entries.count);
  };
  const smooth = { learner: linear({ ridge: 1 }), from: basis.columns };
  const plain = basis.saturated ? [] : [{ learner: linear(), from: known }];
  const { trend, curve } = await look([...plain, smooth], true);
  if (trend === undefined) {
    const names = given.map(({ name }) => name).join(", ");
    return { reason: `${names} settles one of the two, so nothing is left to compare` };
  }
  const first = curve === undefined ? trend : smallest(trend, curve);
  const told = (found: typeof first) =>
    dealt.thinned ? { ...found, test: `${found.test}, of ${total.toLocaleString("en-US")} rows` } : found;
  if (first.p >= options.level || basis.saturated) return told(first);
  // Where the trend counted, what trees make of curves would change nothing, and they are the longest part of the work.
  const bent = first.test !== trend.test;
  const again = await look([...plain, smooth, { learner: boost(), from: known }], bent);
  if (again.trend === undefined) return told(first);
  const part = curve === undefined ? again.trend : plainPart(again.trend);
  const second = bent && again.curve !== undefined ? smallest(again.trend, again.curve) : part;
  return told(second.p > first.p ? second : first);
}

/** Why a column says too little. */
function sameness({ kind, name }: Column): string {
  return kind === "numeric"
    ? `fewer than ${LEAST_IN_LEVEL} rows differ from the most frequent value of ${name}`
    : `no value of ${name} but the most frequent stands in ${LEAST_IN_LEVEL} rows`;
}

/** Does what is left of the one go with what is left of the other? Absent where nothing is left that varies. */
function looksAt(one: readonly Residual[], other: readonly Residual[], count: Float64Array) {
  const look = (sees: Residual["sees"]) => {
    const curved = (a: Residual, b: Residual) => a.sees === "curve" || b.sees === "curve";
    const pairs = one.flatMap((a) =>
      other.flatMap((b) => (curved(a, b) === (sees === "curve") ? [[a.values, b.values] as const] : [])),
    );
    const products = pairs.map(([a, b]) => a.map((v, i) => v * b[i]));
    const found = covarianceTest(products, count);
    if (found === undefined) return undefined;
    const side = (which: 0 | 1) => [...new Set(pairs.map((pair) => pair[which]))];
    const strength =
      sees === "trend"
        ? residualStrength(side(0), side(1), count)
        : Math.max(...pairs.map(([a, b]) => residualStrength([a], [b], count)));
    return { ...found, test: `generalised covariance, ${sees}`, strength };
  };
  return { trend: look("trend"), curve: look("curve") };
}
