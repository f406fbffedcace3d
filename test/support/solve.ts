/** Solves a x = b by Gauss-Jordan elimination with pivoting: slow, obvious, and no code of ours. */
export function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]]);
  const n = m.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(m[i][k]) > Math.abs(m[pivot][k])) pivot = i;
    [m[k], m[pivot]] = [m[pivot], m[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const f = m[i][k] / m[k][k];
      for (let j = k; j <= n; j++) m[i][j] -= f * m[k][j];
    }
  }
  return m.map((row, i) => row[n] / row[i]);
}

/** Least squares of y on the columns of x (rows first), by the normal equations. */
export function regress(x: readonly (readonly number[])[], y: readonly number[]): number[] {
  const p = x[0].length;
  const gram = Array.from({ length: p }, (_, j) =>
    Array.from({ length: p }, (_, k) => x.reduce((sum, row) => sum + row[j] * row[k], 0)),
  );
  const cross = Array.from({ length: p }, (_, j) => x.reduce((sum, row, i) => sum + row[j] * y[i], 0));
  return solve(gram, cross);
}
