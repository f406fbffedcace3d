import type { Column } from "../../num/columns.js";
import type { EffectProjection, EffectSlope } from "../../query/heterogeneity.js";
import { type Judged, uncertain } from "./judged.js";
import { robustRegression } from "./robust-regression.js";

/** More columns than this are no description that anybody reads. */
const MOST_COLUMNS = 60;

interface Term extends Omit<EffectSlope, "slope"> {
  readonly values: Float64Array;
}

/**
 * The best linear projection of the effect on the covariates: the doubly robust score regressed on them, numbers about their average, labels
 * against the most frequent (Semenova & Chernozhukov 2021). It needs no learner of effects and is right whatever their shape, as the best
 * line. Errors HC3, or CR1 by cluster. Undefined with more columns than 60 or than a fifth of the observations, or with gaps.
 * Cost: O(rows x columns^2).
 */
export function projectionOf(judged: Judged): EffectProjection | undefined {
  const { given, gain, mass, level, total } = judged;
  if (given.some((column) => column.kind === "numeric" && (column.gaps ?? 0) > 0)) return undefined;
  const terms = given.flatMap((column) => termsOf(column, judged));
  if (terms.length > Math.min(MOST_COLUMNS, total / 5 - 1)) return undefined;
  const columns = [new Float64Array(gain.length).fill(1), ...terms.map(({ values }) => values)];
  const { coefficient, se, kept } = robustRegression(columns, gain, mass, judged);
  const slopes = terms.flatMap(({ values: _, ...term }, k): EffectSlope[] =>
    kept[k + 1] ? [{ ...term, slope: uncertain(coefficient[k + 1], se[k + 1], level) }] : [],
  );
  const left = terms.flatMap(({ covariate, label }, k) =>
    kept[k + 1] ? [] : [label === undefined ? covariate : `${covariate} = ${label}`],
  );
  return { middle: uncertain(coefficient[0], se[0], level), slopes, left };
}

function termsOf(column: Column, { tilt, count }: Judged): Term[] {
  const weight = tilt.map((h, j) => h * count[j]);
  if (column.kind === "numeric") {
    const total = weight.reduce((a, b) => a + b, 0);
    const middle = column.values.reduce((s, value, j) => s + weight[j] * value, 0) / total;
    return [{ covariate: column.name, values: column.values.map((value) => value - middle) }];
  }
  const counts = new Float64Array(column.levels.length);
  column.codes.forEach((code, j) => {
    counts[code] += weight[j];
  });
  const base = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
  return column.levels.flatMap((label, k) =>
    k === base || counts[k] === 0
      ? []
      : [
          {
            covariate: column.name,
            label,
            against: column.levels[base],
            values: Float64Array.from(column.codes, (code) => (code === k ? 1 : 0)),
          },
        ],
  );
}
