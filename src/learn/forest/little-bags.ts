import { truncatedNormal } from "../../num/normal.js";

/**
 * Variance of a forest's prediction from its little bags (Athey, Tibshirani & Wager 2019, section 4.1): trees of one bag share a
 * half-sample, so the variance between the means of bags is that of a half-sample, plus what is left of the chance of single trees.
 * `between`: mean square of the bags' mean influences; `total`: mean square of the trees'; `bags`: how many bags; `size`: trees a bag.
 *
 * The difference may come out negative where few bags meet much chance. So it is taken for a normal measurement of a variance that cannot be
 * negative (flat prior above 0), with standard error max(between, chance) sqrt(2 / bags), and the posterior mean is returned, as grf does:
 * always positive, and the difference itself where that is many standard errors above 0.
 */
export function littleBagVariance(between: number, total: number, bags: number, size: number): number {
  const chance = (total - between) / (size - 1);
  const raw = between - chance;
  const se = Math.max(between, chance) * Math.sqrt(2 / bags);
  if (!(se > 0)) return Math.max(raw, 0);
  return raw + se * truncatedNormal(-raw / se, Number.POSITIVE_INFINITY).mean;
}
