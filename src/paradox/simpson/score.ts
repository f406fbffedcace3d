import { normalCdf, normalQuantile } from "../../num/normal.js";
import type { Range } from "../../query/answer.js";
import type { Cells } from "./cells.js";
import { type Contrast, contrastAt } from "./contrast.js";

/** What a contrast is, how sure that is, and an interval at the level that is asked for. */
export interface Judged {
  readonly value: number;
  /** Two-sided p-value of the contrast being nothing. */
  readonly p: number;
  readonly interval: (level: number) => Range;
}

/** The rates fitted under a multiplier: the contrast that they have, and how many standard errors that is off. */
interface Fit {
  readonly value: number;
  readonly z: number;
}

/** As many standard errors as anything is off that cannot be. */
const FAR = 1e6;
const STEPS = 100;
const DOUBLINGS = 60;

/**
 * A contrast of rates, judged by its score: the rates are fitted again under each value that the contrast might have, and the variance is that of
 * the fitted rates. So a cell in which nobody (or everybody) succeeded has a variance too, and no rate is moved in the estimate itself. Half of
 * an average step of the contrast is taken off, as by Yates, because counts move in steps.
 * Assumes observations that are independent given their stratum and arm, and strata that are a sample of everybody's.
 * Source: O. Miettinen and M. Nurminen, Statistics in Medicine 4, 1985 (score intervals of differences, stratified).
 * Cost: O(cells) for each of some dozen steps.
 */
export function judgeRates(cells: Cells, contrast: Contrast): Judged {
  const { count, mean } = cells;
  const { weights, ofCounts } = contrast;
  const value = contrastAt(contrast, mean);
  const fitted = new Float64Array(count.length);
  // The size of the multiplier that moves things: one standard error's worth.
  let plain = 0;
  for (let i = 0; i < count.length; i++) plain += (weights[i] * weights[i]) / (4 * count[i]);
  const unit = plain > 0 ? 1 / Math.sqrt(plain) : 1;

  function at(multiplier: number): Fit {
    let [within, steps] = [0, 0];
    for (let i = 0; i < count.length; i++) {
      const rate = fittedRate(count[i], count[i] * mean[i], multiplier * weights[i]);
      fitted[i] = rate;
      const size = Math.abs(weights[i]) / count[i];
      const part = (weights[i] * weights[i] * rate * (1 - rate)) / count[i];
      within += part;
      steps += part * size;
    }
    const there = contrastAt(contrast, fitted);
    const off = Math.abs(there - value) - (within > 0 ? steps / within / 2 : 0);
    if (off <= 0) return { value: there, z: 0 };
    const variance = within + ofCounts(fitted);
    return { value: there, z: variance > 0 ? off / Math.sqrt(variance) : FAR };
  }

  /**
   * Where, in a direction, a gap closes that is open at the start and narrows all the way: by false position (Illinois), which the nearly straight
   * gaps here need a dozen steps of. The farthest point, where it never closes.
   */
  function search(direction: 1 | -1, gap: (there: Fit) => number): Fit {
    let [near, far] = [0, unit];
    let [open, closed] = [gap(at(0)), gap(at(direction * far))];
    for (let k = 0; closed > 0 && k < DOUBLINGS; k++) {
      [near, open] = [far, closed];
      far *= 2;
      closed = gap(at(direction * far));
    }
    let last = 0;
    for (let k = 0; k < STEPS && closed < 0 && far - near > 1e-12 * far; k++) {
      const straight = near + ((far - near) * open) / (open - closed);
      const middle = straight > near && straight < far ? straight : (near + far) / 2;
      const there = gap(at(direction * middle));
      if (there > 0) {
        [near, open] = [middle, there];
        if (last > 0) closed /= 2;
      } else {
        [far, closed] = [middle, there];
        if (last < 0) open /= 2;
      }
      last = there;
    }
    return at(direction * far);
  }

  const toZero = (): number => {
    if (value === 0) return 0;
    const direction = value > 0 ? -1 : 1;
    return search(direction, (there) => -direction * there.value).z;
  };
  return {
    value,
    p: Math.min(1, 2 * normalCdf(-toZero())),
    interval: (level) => {
      const z = normalQuantile(1 - level / 2);
      const gap = (there: Fit) => z - there.z;
      return [search(-1, gap).value, search(1, gap).value];
    },
  };
}

/**
 * The rate p that maximises the likelihood of x successes in n with `push` p added to its logarithm: the root in [0, 1] of
 * x - n p + push p (1 - p) = 0.
 */
function fittedRate(n: number, x: number, push: number): number {
  if (push === 0) return x / n;
  // Of a push downwards the root is taken by its stable form; a push upwards is one downwards on the failures.
  if (push > 0) return 1 - fittedRate(n, n - x, -push);
  const size = -push;
  const b = n + size;
  return Math.min(1, (2 * x) / (b + Math.sqrt(Math.max(0, b * b - 4 * size * x))));
}
