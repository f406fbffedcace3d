import { type Influenced, plainChange, type RobustChange, robustChange } from "./change.js";
import { covariatesAt, type Panel } from "./panel.js";

/** Difference in differences over one start, with the influence of each unit. */
export interface Did extends Influenced {
  readonly robust?: Pick<RobustChange, "highest" | "high">;
}

/**
 * Difference in differences where all treated units start in one period: each unit's average from the start on, less its average before;
 * then the treated's average of that, less the never-treated's. Without covariates it is the coefficient of two-way fixed effects. With
 * covariates (their values in the last period before the start) it is doubly robust (Sant'Anna & Zhao 2020).
 *
 * Assumes parallel trends (given the covariates), no anticipation, no interference.
 * @param panel of never-treated units and of units with one start after the first period
 * @throws DiscoError `refused` as `robustChange`
 * Cost: O(units x periods), with covariates two fits more.
 */
export function blockDid(panel: Panel): Did {
  const { units, times, y, start } = panel;
  const periods = times.length;
  const first = start.reduce((a, b) => Math.min(a, b), periods);
  const treated = Uint8Array.from(start, (s) => (s === first ? 1 : 0));
  const change = Float64Array.from(units, (_, u) => {
    let [before, after] = [0, 0];
    for (let t = 0; t < first; t++) before += y[u * periods + t];
    for (let t = first; t < periods; t++) after += y[u * periods + t];
    return after / (periods - first) - before / first;
  });
  if (panel.given.length === 0) return plainChange(change, treated);
  const all = Int32Array.from(units, (_, u) => u);
  const { highest, high, ...did } = robustChange(
    change,
    treated,
    covariatesAt(panel, all, first - 1),
    `start ${times[first]}`,
  );
  return { ...did, robust: { highest, high } };
}
