/** Averages that never fall: block k stands at `at[k]` with the value `value[k]` and `mass[k]` observations. */
export interface Blocks {
  readonly at: Float64Array;
  readonly value: Float64Array;
  readonly mass: Float64Array;
}

/** Probabilities nearer than this are one probability. */
const SAME = 2 ** -32;

/**
 * Isotonic regression of y on p by pooling adjacent violators (Ayer et al. 1955): the least-squares fit that never falls as p grows. Rows of the
 * same p are one. Each block stands at the average p of its rows. Cost: O(n log n).
 */
export function isotonic(p: Float64Array, y: Float64Array, weight: Float64Array): Blocks {
  const order = Int32Array.from(p.keys())
    .filter((i) => weight[i] > 0)
    .sort((a, b) => p[a] - p[b]);
  const at: number[] = [];
  // Sums of y and masses, not averages: counts add up exactly, so that blocks of one average are seen to be so.
  const came: number[] = [];
  const mass: number[] = [];
  const falls = () => {
    const k = mass.length - 1;
    return k > 0 && came[k - 1] * mass[k] >= came[k] * mass[k - 1];
  };
  const pool = () => {
    const [x, c, m] = [at.pop()!, came.pop()!, mass.pop()!];
    const k = mass.length - 1;
    mass[k] += m;
    came[k] += c;
    at[k] += (m / mass[k]) * (x - at[k]);
  };
  for (let r = 0; r < order.length; ) {
    const first = p[order[r]];
    let [m, up, sum] = [0, 0, 0];
    for (; r < order.length && p[order[r]] - first <= SAME; r++) {
      m += weight[order[r]];
      up += weight[order[r]] * y[order[r]];
      sum += weight[order[r]] * (p[order[r]] - first);
    }
    at.push(first + sum / m);
    came.push(up);
    mass.push(m);
    while (falls()) pool();
  }
  const value = Float64Array.from(came, (sum, k) => sum / mass[k]);
  return { at: Float64Array.from(at), value, mass: Float64Array.from(mass) };
}

/**
 * The fit between the blocks: a straight line from each to the next (centred isotonic regression: Oron & Flournoy 2017), level beyond the first
 * and the last. A step would let rounding decide on which side a probability falls.
 */
export function between({ at, value }: Blocks, p: number): number {
  let low = 0;
  let high = at.length - 1;
  if (p <= at[low]) return value[low];
  if (p >= at[high]) return value[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle] <= p) low = middle;
    else high = middle;
  }
  return value[low] + ((p - at[low]) / (at[high] - at[low])) * (value[high] - value[low]);
}

/**
 * A first block in which nothing came, and a last one in which all did, are no proof of 0 or 1: there half an observation is thought to be of the
 * other kind (Krichevsky & Trofimov 1981), or as little as keeps the block half way to its neighbour.
 */
export function withoutCertainty({ at, value, mass }: Blocks): Blocks {
  const open = Float64Array.from(value);
  const last = open.length - 1;
  const doubt = (k: number) => 0.5 / (mass[k] + 1);
  if (open[0] === 0) open[0] = Math.min(doubt(0), last > 0 ? value[1] / 2 : 1);
  if (open[last] === 1) open[last] = Math.max(1 - doubt(last), last > 0 ? (1 + value[last - 1]) / 2 : 0);
  return { at, value: open, mass };
}
