import { DiscoError } from "../../error.js";
import type { Observations } from "../influence.js";
import { dot } from "./regressors.js";

/** Standard errors of one coefficient, as far as there are any: none for an exact law. */
export interface StandardErrors {
  /** The one to use: clustered where rows of one unit hang together, else HC1. */
  readonly se?: number;
  /** One spread for all rows. */
  readonly seClassical?: number;
  /** MacKinnon & White (1985). */
  readonly seHc1?: number;
  /** CR1: g / (g - 1) (n - 1) / (n - k), as Stata has it. */
  readonly seCluster?: number;
}

/** Factor on the squared scores that makes good for `columns` fitted coefficients: HC1, or CR1 where there are clusters. */
export function smallSample({ total, clusters }: Observations, columns: number): number {
  if (clusters === undefined) return total / (total - columns);
  return (clusters / (clusters - 1)) * ((total - 1) / (total - columns));
}

/**
 * Sum of the squares of a score over observations that are independent: over rows, or over clusters of the sums in them.
 * With `other`, the sum of the products of two scores.
 */
export function meat(score: Float64Array, { count, cluster, clusters = 0 }: Observations, other = score): number {
  if (cluster === undefined) return dot(score, other, count);
  const [a, b] = [new Float64Array(clusters), new Float64Array(clusters)];
  for (let j = 0; j < score.length; j++) {
    a[cluster[j]] += count[j] * score[j];
    b[cluster[j]] += count[j] * other[j];
  }
  return a.reduce((sum, value, c) => sum + value * b[c], 0);
}

/**
 * Standard errors of a coefficient sum(x y) / sum(x d) with residuals e, where x and d are what the other columns leave: the root of
 * sum(x^2 e^2) / (sum x d)^2, in each manner. For least squares d = x; for two stages d is the treatment and x its first-stage fit,
 * and sum(x d) = sum(x^2). Cost: O(rows).
 */
export function standardErrors(x: Float64Array, e: Float64Array, about: Observations, columns: number): StandardErrors {
  if (about.law) return {};
  const bread = dot(x, x, about.count);
  const free = about.total - columns;
  const score = x.map((value, i) => value * e[i]);
  const rows = { count: about.count, total: about.total, law: false };
  const seClassical = Math.sqrt(dot(e, e, about.count) / free / bread);
  const seHc1 = Math.sqrt(smallSample(rows, columns) * meat(score, rows)) / bread;
  if (about.clusters === undefined) return { se: seHc1, seClassical, seHc1 };
  const seCluster = Math.sqrt(smallSample(about, columns) * meat(score, about)) / bread;
  return { se: seCluster, seClassical, seHc1, seCluster };
}

/** @throws DiscoError (refused) when there are no more observations than coefficients, so that nothing is left to say how sure they are */
export function refuseCrowded(who: string, { total, law }: Observations, columns: number): void {
  if (law || total > columns) return;
  throw new DiscoError(
    {
      who,
      wrong: "the regression has as many columns as there are observations, so it fits them whatever the effect",
      given: `${columns} columns, ${total} observations`,
      next: "give fewer covariates, group levels with --derive, or give more rows",
    },
    "refused",
  );
}

/** Below this many clusters an interval made with normal quantiles is too narrow (Cameron, Gelbach & Miller 2008). */
const FEW_CLUSTERS = 30;

/** Says when there are few clusters. */
export function clusterWarning({ clusters }: Observations): { id: string; text: string }[] {
  if (clusters === undefined || clusters >= FEW_CLUSTERS) return [];
  const text = `There are only ${clusters} units, and with fewer than about ${FEW_CLUSTERS} clustered standard errors tend to be too small: take the interval as a lower limit of the doubt, or use the cluster bootstrap.`;
  return [{ id: "few-clusters", text }];
}
