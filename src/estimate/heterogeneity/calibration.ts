import type { EffectCalibration, HeterogeneityFinding } from "../../query/heterogeneity.js";
import { type Judged, sum, type Test, uncertain } from "./judged.js";
import { robustRegression } from "./robust-regression.js";

/**
 * The best linear predictor of the effect: Y - m regressed on (T - e) times the average predicted effect, and on (T - e) times what is
 * predicted beyond it (Chernozhukov, Demirer, Duflo & Fernández-Val 2018; test_calibration of grf, Athey & Wager 2019). Predictions are held
 * against the average of their own fold (see `placesOf`). Both coefficients are 1 where predictions are right; the second is 0 where they
 * say nothing of who gains more. Errors HC3, or CR1 by cluster; p-values one-sided, the second for predictions learnt across folds (see `Test`). Rows count by the variance of their treatment,
 * whatever the target. Cost: O(rows).
 */
export function calibrationOf(judged: Judged): EffectCalibration {
  const { y, e, t, m, effect, level, fold, folds } = judged;
  const rest = y.map((value, j) => value - (1 - e[j]) * m[0][j] - e[j] * m[1][j]);
  const moved = e.map((p, j) => t[j] - p);
  const average = sum(effect, judged) / judged.total;
  const centres = foldAverages(judged);
  const beyond = effect.map((value, j) => value - centres[fold[j]]);
  const size = Math.sqrt(
    sum(
      effect.map((value) => value * value),
      judged,
    ) / judged.total,
  );
  const varies = Array.from({ length: folds }, (_, k) => k).some((k) =>
    beyond.some((value, j) => fold[j] === k && Math.abs(value) > 1e-9 * size),
  );
  const flat = !(Math.abs(average) > 1e-9 * size);
  const columns = [
    ...(flat ? [] : [moved.map((value) => value * average)]),
    ...(varies ? [moved.map((value, j) => value * beyond[j])] : []),
  ];
  if (columns.length === 0) return {};
  const { coefficient, se, kept } = robustRegression(columns, rest, undefined, judged);
  const at = (k: number, test: Test) => (kept[k] ? uncertain(coefficient[k], se[k], level, test) : undefined);
  const mean = flat ? undefined : at(0, "given");
  const differential = varies ? at(columns.length - 1, "learnt") : undefined;
  return { ...(mean ? { mean } : {}), ...(differential ? { differential } : {}) };
}

function foldAverages({ effect, count, fold, folds }: Judged): Float64Array {
  const [top, bottom] = [new Float64Array(folds), new Float64Array(folds)];
  for (let j = 0; j < effect.length; j++) {
    top[fold[j]] += count[j] * effect[j];
    bottom[fold[j]] += count[j];
  }
  return top.map((value, k) => (bottom[k] > 0 ? value / bottom[k] : 0));
}

/** What the calibration says of whether effects differ at all, in plain words. */
export function findingOf({ differential }: EffectCalibration, level: number): HeterogeneityFinding {
  if (differential === undefined) {
    return {
      found: false,
      text: "Everybody was predicted to have the same effect, so there was nothing to tell apart.",
    };
  }
  const { p = 1 } = differential;
  const found = p < 1 - level;
  const chance = p < 0.001 ? "less than 0.001" : p.toFixed(p < 0.1 ? 3 : 2);
  return found
    ? {
        p,
        found,
        text: `The effect differs between individuals, and the predictions tell some of it: this much by chance has a probability of ${chance}.`,
      }
    : {
        p,
        found,
        text: `No difference between individuals' effects was found that chance could not have made (p ${chance}). That is no proof that there is none: it may be small, or of a kind that this learner and these covariates do not see.`,
      };
}
