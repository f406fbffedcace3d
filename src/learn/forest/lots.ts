import { exp } from "../../num/elementary.js";
import { mix, unitInterval } from "../../num/hash.js";

/**
 * A Poisson number of the given mean, at least 1 and at most `most`, from a number in [0, 1) (inversion; Athey, Tibshirani & Wager 2019,
 * section 6.1, draw the number of covariates tried so, that each of them has a chance to be the only one). Cost: O(most).
 */
export function poisson(mean: number, u: number, most: number): number {
  // Where even exp(-mean) is nothing, the number is far above any that matters or near its mean.
  if (mean > 700) return Math.max(1, Math.min(most, Math.round(mean)));
  let p = exp(-mean);
  let below = p;
  let k = 0;
  while (u >= below && k < most) {
    k++;
    p *= mean / k;
    below += p;
  }
  return Math.max(1, k);
}

/**
 * Draws the features that are tried at a node: those whose lot, a hash of the feature's content and the node, is at most the number
 * returned. Features of like content have like lots. Cost: O(p log p).
 */
export function drawLots(
  mtry: number,
  keys: Uint32Array,
  hash: number,
  lots: Uint32Array,
  sorted: Uint32Array,
): number {
  const wanted = poisson(mtry, unitInterval(hash), keys.length);
  if (wanted >= keys.length) {
    lots.fill(0);
    return 0;
  }
  for (let k = 0; k < keys.length; k++) lots[k] = mix(keys[k], hash);
  sorted.set(lots);
  sorted.sort();
  return sorted[wanted - 1];
}
