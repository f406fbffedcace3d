/**
 * The largest and smallest c'z over z >= 0 with A z = b, by looking at every vertex: each choice of as many columns as there are rows. Slow and obvious.
 * Rows must be independent. Undefined where there is no such z.
 */
export function extremes(
  a: readonly (readonly number[])[],
  b: readonly number[],
  c: readonly number[],
): [number, number] | undefined {
  const rows = a.length;
  const columns = c.length;
  let found: [number, number] | undefined;
  const chosen: number[] = [];
  const look = () => {
    const z = solved(a, b, chosen);
    if (z === undefined || z.some((value) => value < -1e-10)) return;
    const value = chosen.reduce((sum, j, k) => sum + c[j] * z[k], 0);
    found = found === undefined ? [value, value] : [Math.min(found[0], value), Math.max(found[1], value)];
  };
  const choose = (from: number) => {
    if (chosen.length === rows) return look();
    for (let j = from; j <= columns - (rows - chosen.length); j++) {
      chosen.push(j);
      choose(j + 1);
      chosen.pop();
    }
  };
  choose(0);
  return found;
}

function solved(
  a: readonly (readonly number[])[],
  b: readonly number[],
  columns: readonly number[],
): number[] | undefined {
  const n = b.length;
  const m = b.map((right, i) => [...columns.map((j) => a[i][j]), right]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(m[i][k]) > Math.abs(m[pivot][k])) pivot = i;
    if (Math.abs(m[pivot][k]) < 1e-11) return undefined;
    [m[k], m[pivot]] = [m[pivot], m[k]];
    for (let i = k + 1; i < n; i++) {
      const f = m[i][k] / m[k][k];
      if (f !== 0) for (let j = k; j <= n; j++) m[i][j] -= f * m[k][j];
    }
  }
  const z = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = m[k][n];
    for (let j = k + 1; j < n; j++) sum -= m[k][j] * z[j];
    z[k] = sum / m[k][k];
  }
  return z;
}
