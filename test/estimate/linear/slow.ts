// Regression with whole matrices, as textbooks write it: slow, and sharing no code with what it checks.

export type Matrix = readonly (readonly number[])[];

export const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
export const times = (a: Matrix, b: Matrix): Matrix => {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, value, k) => sum + value * column[k], 0)));
};

/** Inverse by Gauss-Jordan with pivots. */
export function inverse(a: Matrix): Matrix {
  const n = a.length;
  const m = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c; r < n; r++) if (Math.abs(m[r][c]) > Math.abs(m[pivot][c])) pivot = r;
    [m[c], m[pivot]] = [m[pivot], m[c]];
    const head = m[c][c];
    if (Math.abs(head) < 1e-13) throw new Error("singular");
    m[c] = m[c].map((value) => value / head);
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = m[r][c];
      m[r] = m[r].map((value, k) => value - factor * m[c][k]);
    }
  }
  return m.map((row) => row.slice(n));
}

export interface SlowFit {
  readonly beta: readonly number[];
  readonly e: readonly number[];
  readonly seClassical: readonly number[];
  readonly seHc1: readonly number[];
  readonly seCluster?: readonly number[];
  /** Robust covariance: clustered where there are groups, else HC1. */
  readonly v: Matrix;
  readonly rss: number;
}

/** beta = (X' P X)^-1 X' P y with P the projection on Z (Z = X: least squares), covariances (X'PX)^-1 S (X'PX)^-1. */
export function slowFit(x: Matrix, y: readonly number[], z: Matrix = x, groups?: readonly unknown[]): SlowFit {
  const [n, k] = [x.length, x[0].length];
  const first = times(inverse(times(transpose(z), z)), times(transpose(z), x));
  const hat = z === x ? x : times(z, first);
  const bread = inverse(times(transpose(hat), hat));
  const beta = times(
    bread,
    times(
      transpose(hat),
      y.map((value) => [value]),
    ),
  ).map((row) => row[0]);
  const e = y.map((value, i) => value - x[i].reduce((sum, one, j) => sum + one * beta[j], 0));
  const rss = e.reduce((sum, one) => sum + one * one, 0);
  const sandwich = (of: readonly unknown[], factor: number) => {
    const sums = new Map<unknown, number[]>();
    e.forEach((one, i) => {
      const sum = sums.get(of[i]) ?? new Array(k).fill(0);
      sums.set(
        of[i],
        sum.map((value, j) => value + one * hat[i][j]),
      );
    });
    const s = [...sums.values()];
    return times(times(bread, times(transpose(s), s)), bread).map((row) => row.map((value) => value * factor));
  };
  const hc1 = sandwich(
    e.map((_, i) => i),
    n / (n - k),
  );
  const g = new Set(groups).size;
  const cr1 = groups && sandwich(groups, (g / (g - 1)) * ((n - 1) / (n - k)));
  const roots = (m: Matrix) => m.map((row, j) => Math.sqrt(row[j]));
  return {
    beta,
    e,
    rss,
    seClassical: roots(bread).map((root) => root * Math.sqrt(rss / (n - k))),
    seHc1: roots(hc1),
    ...(cr1 ? { seCluster: roots(cr1) } : {}),
    v: cr1 ?? hc1,
  };
}

/** Rows of an intercept and these columns. */
export function withIntercept(...columns: readonly (readonly number[])[]): Matrix {
  return columns[0].map((_, i) => [1, ...columns.map((column) => column[i])]);
}
