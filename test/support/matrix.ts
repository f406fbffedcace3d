/** Plain matrices as rows of numbers, the slow obvious way: what oracles are written with. */
export type Matrix = readonly (readonly number[])[];

export const transposed = (a: Matrix): number[][] => a[0].map((_, k) => a.map((row) => row[k]));

export function times(a: Matrix, b: Matrix): number[][] {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, v, k) => sum + v * column[k], 0)));
}

/** By Gauss and Jordan with pivoting. */
export function inverse(a: Matrix): number[][] {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, k) => (i === k ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(work[i][k]) > Math.abs(work[pivot][k])) pivot = i;
    [work[k], work[pivot]] = [work[pivot], work[k]];
    const own = work[k][k];
    work[k] = work[k].map((v) => v / own);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const by = work[i][k];
      work[i] = work[i].map((v, j) => v - by * work[k][j]);
    }
  }
  return work.map((row) => row.slice(n));
}
