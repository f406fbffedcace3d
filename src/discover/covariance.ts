import { cholesky, choleskySolve } from "../num/cholesky.js";
import { betaTails } from "../num/special-beta.js";

/** A test of whether residuals of one thing go with residuals of another. */
export interface CovarianceTest {
  readonly statistic: number;
  readonly freedom: number;
  readonly p: number;
}

/**
 * The generalised covariance measure (R. Shah and J. Peters, Annals of Statistics 48, 2020): under independence the products of the two
 * sides' residuals have mean zero whatever the conditional laws. Over all pairs, n times the mean product in its own covariance
 * matrix: the quadratic form that is chi-square in large samples. It is judged by Hotelling's law with as many degrees of freedom as the
 * covariance matrix was worth: products have heavy tails, so that it is known less well than n observations make believe. Directions that
 * do not vary are left out. Undefined where nothing varies.
 * @param products of a residual of the one side with one of the other, row by row
 * @param count observations that each row stands for
 */
export function covarianceTest(products: readonly Float64Array[], count: Float64Array): CovarianceTest | undefined {
  const size = products.length;
  const n = count.reduce((a, b) => a + b, 0);
  const mean = Float64Array.from(products, (product) => product.reduce((sum, v, i) => sum + count[i] * v, 0) / n);
  const spread = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < count.length; i++) sum += count[i] * (products[a][i] - mean[a]) * (products[b][i] - mean[b]);
      spread[a * size + b] = sum / (n - 1);
    }
  }
  const factor = cholesky(spread, size);
  const freedom = factor.kept.reduce((sum, kept) => sum + kept, 0);
  if (freedom === 0 || n <= freedom) return undefined;
  const length = (values: Float64Array) => {
    const weight = choleskySolve(factor, values);
    return values.reduce((sum, v, a) => sum + (factor.kept[a] ? v * weight[a] : 0), 0);
  };
  let fourth = 0;
  for (let i = 0; i < count.length; i++) {
    fourth += (count[i] / n) * length(Float64Array.from(products, (product, a) => product[i] - mean[a])) ** 2;
  }
  const statistic = n * length(mean);
  return { statistic, freedom, p: hotellingTail(statistic, freedom, worth(fourth, freedom, n)) };
}

/**
 * Degrees of freedom of a covariance matrix of n observations (F. Satterthwaite, Biometrics Bulletin 2, 1946): n - 1 of normal ones, fewer
 * the heavier the tails. `fourth` is Mardia's kurtosis in d dimensions, d (d + 2) of the normal law.
 */
function worth(fourth: number, d: number, n: number): number {
  const kurtosis = (3 * fourth) / (d * (d + 2));
  return Math.max(d, Math.min(n - 1, (2 * n) / Math.max(1e-9, kurtosis - 1)));
}

/** P(T2 > statistic) of Hotelling's law: T2 (m - d + 1) / (d m) has the F law with d and m - d + 1 degrees of freedom. */
function hotellingTail(statistic: number, d: number, m: number): number {
  const ratio = statistic / m;
  return betaTails(d / 2, (m - d + 1) / 2, ratio / (1 + ratio), 1 / (1 + ratio)).upper;
}

/** Cramér's V of residuals: the root of Pillai's trace over the lesser dimension. For one pair it is the partial correlation. */
export function residualStrength(
  one: readonly Float64Array[],
  other: readonly Float64Array[],
  count: Float64Array,
): number {
  const cross = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + count[i] * v * b[i], 0);
  const gram = (side: readonly Float64Array[]) =>
    cholesky(Float64Array.from(side.flatMap((a) => side.map((b) => cross(a, b)))), side.length);
  const [left, right] = [gram(one), gram(other)];
  let trace = 0;
  // tr(A^-1 C B^-1 C'), by columns of C.
  const table = one.map((a) => Float64Array.from(other, (b) => cross(a, b)));
  const solved = table.map((row) => choleskySolve(right, row));
  for (let b = 0; b < other.length; b++) {
    const column = choleskySolve(
      left,
      Float64Array.from(solved, (row) => row[b]),
    );
    for (let a = 0; a < one.length; a++) trace += column[a] * table[a][b];
  }
  const kept = (factor: typeof left) => factor.kept.reduce((sum, k) => sum + k, 0);
  const least = Math.min(kept(left), kept(right));
  return least === 0 ? 0 : Math.sqrt(Math.min(1, Math.max(0, trace / least)));
}
