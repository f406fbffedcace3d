/** The observations on one side of the cutoff, gathered by the value of the running variable. */
export interface Side {
  /** Distance to the cutoff with its sign, nearest to the cutoff first; distinct. */
  readonly x: Float64Array;
  /** By distinct value: observations, and the sum of what is looked at. */
  readonly mass: Float64Array;
  readonly sum: Float64Array;
  /** The rows, in the same order: place of each among the distinct values, row number, observations, and what is looked at. */
  readonly at: Int32Array;
  readonly row: Int32Array;
  readonly count: Float64Array;
  readonly y: Float64Array;
}

/** Gathers the rows of one side; `distance` is the running variable less the cutoff. Cost: O(rows log rows). */
export function sideOf(rows: Int32Array, distance: Float64Array, count: Float64Array, y: Float64Array): Side {
  const row = rows.filter((r) => count[r] > 0).sort((a, b) => Math.abs(distance[a]) - Math.abs(distance[b]));
  const at = new Int32Array(row.length);
  const x: number[] = [];
  const mass: number[] = [];
  const sum: number[] = [];
  for (let i = 0; i < row.length; i++) {
    const r = row[i];
    if (i === 0 || distance[r] !== x[x.length - 1]) {
      x.push(distance[r]);
      mass.push(0);
      sum.push(0);
    }
    at[i] = x.length - 1;
    mass[at[i]] += count[r];
    sum[at[i]] += count[r] * y[r];
  }
  return {
    x: Float64Array.from(x),
    mass: Float64Array.from(mass),
    sum: Float64Array.from(sum),
    at,
    row,
    count: Float64Array.from(row, (r) => count[r]),
    y: Float64Array.from(row, (r) => y[r]),
  };
}

/** The same side with something else looked at. */
export function looking(side: Side, y: Float64Array): Side {
  const own = Float64Array.from(side.row, (r) => y[r]);
  const sum = new Float64Array(side.x.length);
  for (let i = 0; i < own.length; i++) sum[side.at[i]] += side.count[i] * own[i];
  return { ...side, y: own, sum };
}
