import { mix } from "../../num/hash.js";
import { sharedMemory } from "../../num/shared-memory.js";
import type { Binned, Feature } from "../bins/binned.js";

/** What the trees are to tell apart: means of y, or how y moves with z. */
export type Target =
  | { readonly kind: "mean"; readonly y: Float64Array }
  /** Orthogonalised: y less its mean given the covariates, z the arm less its propensity. */
  | { readonly kind: "effect"; readonly y: Float64Array; readonly z: Float64Array; readonly arm: Uint8Array };

/**
 * The observations a forest learns from: the distinct ones, each with how many there are of it, in an order that is a function of their
 * content. So neither the order of rows nor copies of rows leave a trace in any sum. Typed arrays lie in memory that all threads see.
 */
export interface Ground {
  /** Distinct observations. */
  readonly size: number;
  readonly features: readonly Feature[];
  /** Column-major: the bin of feature j in observation g is `bins[j * size + g]`. */
  readonly bins: Uint8Array;
  /** Places of the features in an order that is a function of what they tell apart, and a hash of that by place. */
  readonly order: Int32Array;
  readonly featureKey: Uint32Array;
  readonly count: Float64Array;
  /** What decides in which half-samples an observation is; copies of one, and rows of one cluster, fall as `together` says. */
  readonly key: Uint32Array;
  /** Clusters: all copies share one fate. */
  readonly together: boolean;
  /** Whether counts are whole numbers; else they are an exact law's masses, and every tree sees all of it. */
  readonly whole: boolean;
  readonly target: Target;
}

/** Rows of a table to learn from. */
export interface Matter {
  readonly binned: Binned;
  readonly rows: Int32Array;
  /** All below by row of the table. */
  readonly rowHash: Uint32Array;
  readonly target: Target;
  readonly weight?: Float64Array;
  readonly cluster?: Int32Array;
}

/** A ground, and which of its observations each of the rows is. */
export interface Grounded {
  readonly ground: Ground;
  readonly groupOf: Int32Array;
}

/** Gathers the distinct observations. Cost: O(p n), plus O(m log m) for the m rows whose covariates are not theirs alone. */
export function groundOf(matter: Matter): Grounded {
  const { binned, rows, rowHash, target, weight, cluster } = matter;
  const n = rows.length;
  const compare = comparison(matter);
  const order = byHash(rows, rowHash);
  const groupOf = new Int32Array(n);
  const first = new Int32Array(n);
  const key = new Uint32Array(sharedMemory(4 * n));
  const count = new Float64Array(sharedMemory(8 * n));
  let size = 0;
  for (let start = 0, end = 0; start < n; start = end) {
    const hash = rowHash[rows[order[start]]];
    while (end < n && rowHash[rows[order[end]]] === hash) end++;
    const run = order.subarray(start, end);
    if (run.length > 1) run.sort((a, b) => compare(rows[a], rows[b]));
    let place = -1;
    for (let i = 0; i < run.length; i++) {
      const row = rows[run[i]];
      if (i === 0 || compare(rows[run[i - 1]], row) !== 0) {
        place++;
        first[size] = row;
        // Alone with its covariates, an observation's fate is a function of them; else also of its place among those who share them.
        key[size++] = place === 0 ? hash : mix(hash, place);
      }
      groupOf[run[i]] = size - 1;
      count[size - 1] += weight === undefined ? 1 : weight[row];
    }
  }
  const taken = first.subarray(0, size);
  if (cluster) clusterKeys(taken, rowHash, cluster, count, key);
  const bins = new Uint8Array(sharedMemory(binned.features.length * size));
  for (let j = 0; j < binned.features.length; j++) {
    for (let g = 0; g < size; g++) bins[j * size + g] = binned.bins[j * binned.rows + taken[g]];
  }
  const partial = { size, bins, count: count.subarray(0, size), key: key.subarray(0, size) };
  const marks = featureMarks(partial, binned.features);
  const ground = {
    ...partial,
    ...marks,
    features: binned.features,
    together: cluster !== undefined,
    whole: weight === undefined || rows.every((row) => Number.isInteger(weight[row])),
    target: takeTarget(target, taken),
  };
  return { ground, groupOf };
}

function takeTarget(target: Target, rows: Int32Array): Target {
  const floats = (from: Float64Array) => {
    const out = new Float64Array(sharedMemory(8 * rows.length));
    for (let g = 0; g < rows.length; g++) out[g] = from[rows[g]];
    return out;
  };
  if (target.kind === "mean") return { kind: "mean", y: floats(target.y) };
  const arm = new Uint8Array(sharedMemory(rows.length));
  for (let g = 0; g < rows.length; g++) arm[g] = target.arm[rows[g]];
  return { kind: "effect", y: floats(target.y), z: floats(target.z), arm };
}

/** Which of two rows with one hash comes first; 0: to the learner they are the same. */
function comparison({ binned, target, cluster, rows }: Matter): (a: number, b: number) => number {
  const { bins, features } = binned;
  const values = target.kind === "mean" ? [target.y] : [target.y, target.z];
  // The rarer arm comes first, however it is called.
  let treated = 0;
  if (target.kind === "effect") for (const row of rows) treated += target.arm[row];
  const sign = 2 * treated > rows.length ? -1 : 1;
  return (a, b) => {
    if (cluster && cluster[a] !== cluster[b]) return cluster[a] - cluster[b];
    if (target.kind === "effect" && target.arm[a] !== target.arm[b]) return sign * (target.arm[b] - target.arm[a]);
    for (const value of values) if (value[a] !== value[b]) return value[a] < value[b] ? -1 : 1;
    for (let j = 0; j < features.length; j++) {
      const at = j * binned.rows;
      if (bins[at + a] !== bins[at + b]) return bins[at + a] - bins[at + b];
    }
    return 0;
  };
}

/** Positions 0 .. n - 1 by the hash of their rows: two passes of a counting sort over 16 bits each. */
function byHash(rows: Int32Array, rowHash: Uint32Array): Int32Array {
  let from = Int32Array.from({ length: rows.length }, (_, i) => i);
  let to = new Int32Array(rows.length);
  for (const shift of [0, 16]) {
    const next = new Int32Array(65537);
    for (const row of rows) next[((rowHash[row] >>> shift) & 0xffff) + 1]++;
    for (let d = 1; d < 65537; d++) next[d] += next[d - 1];
    for (const i of from) to[next[(rowHash[rows[i]] >>> shift) & 0xffff]++] = i;
    [from, to] = [to, from];
  }
  return from;
}

/** One key for all observations of a cluster: of its content, and among clusters of like content of its number. */
function clusterKeys(
  taken: Int32Array,
  rowHash: Uint32Array,
  cluster: Int32Array,
  count: Float64Array,
  key: Uint32Array,
): void {
  const sums = new Map<number, number>();
  for (let g = 0; g < taken.length; g++) {
    const c = cluster[taken[g]];
    sums.set(c, ((sums.get(c) ?? 0) + Math.imul(mix(rowHash[taken[g]], 0x5bd1e995), count[g])) | 0);
  }
  const met = new Map<number, number>();
  const own = new Map<number, number>();
  for (const [c, sum] of [...sums].sort(([a], [b]) => a - b)) {
    const place = met.get(sum) ?? 0;
    met.set(sum, place + 1);
    own.set(c, mix(sum, place));
  }
  for (let g = 0; g < taken.length; g++) key[g] = own.get(cluster[taken[g]])!;
}

/** A feature is known by which observations it puts together, whatever its bins are called. */
function featureMarks(
  { size, bins, count, key }: Pick<Ground, "size" | "bins" | "count" | "key">,
  features: readonly Feature[],
): Pick<Ground, "order" | "featureKey"> {
  const marks = features.map((_, j) => {
    const sums = new Int32Array(256);
    for (let g = 0; g < size; g++) {
      const own = mix(key[g], 0x9e3779b9);
      sums[bins[j * size + g]] += Number.isInteger(count[g]) ? Math.imul(own, count[g]) : own;
    }
    return sums.reduce((sum, own) => (own === 0 ? sum : (sum + mix(own, 0x165667b1)) | 0), 0) >>> 0;
  });
  const order = Int32Array.from(marks, (_, j) => j).sort((a, b) => marks[a] - marks[b] || a - b);
  return { order, featureKey: Uint32Array.from(order, (j) => marks[j]) };
}
