import { simplexQuadratic } from "../../num/simplex.js";

/** What each member said of each held-out observation: `said[k][i]`, with what came and how many observations it stands for. */
export interface Said {
  readonly said: readonly Float64Array[];
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

export type StackLoss = "squared" | "log";

/**
 * Penalty on half the squared weights, of the loss of the best member: it costs at most half that share of the loss, shares weight evenly
 * among members that say the same, and keeps rounding from deciding between members that almost do.
 */
const EVEN = 1e-4;

/** Log loss of an outcome that a combination holds to be impossible is that of one chance in a thousand million. */
const IMPOSSIBLE = 1e-9;

function logLossOf(p: number, y: number): number {
  return -Math.log(Math.max(IMPOSSIBLE, y === 1 ? p : 1 - p));
}

/** Mean loss of one prediction of all held-out observations. */
export function meanLoss(p: Float64Array, { y, weight }: Omit<Said, "said">, loss: StackLoss): number {
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < p.length; i++) {
    sum += weight[i] * (loss === "log" ? logLossOf(p[i], y[i]) : (y[i] - p[i]) ** 2);
    mass += weight[i];
  }
  return sum / mass;
}

/** The members' predictions put together. */
export function combined(said: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const out = new Float64Array(said[0].length);
  for (const [k, p] of said.entries()) {
    if (weights[k] === 0) continue;
    for (let i = 0; i < out.length; i++) out[i] += weights[k] * p[i];
  }
  return out;
}

/** Mean products of the members' predictions, each less `centre` and each observation counted `factor` times. */
function products({ said, weight }: Said, centre: Float64Array, factor: (i: number) => number): Float64Array {
  const size = said.length;
  const mass = weight.reduce((a, b) => a + b, 0);
  const out = new Float64Array(size * size);
  const own = new Float64Array(size);
  for (let i = 0; i < centre.length; i++) {
    const w = (weight[i] * factor(i)) / mass;
    for (let k = 0; k < size; k++) {
      own[k] = said[k][i] - centre[i];
      for (let l = 0; l <= k; l++) out[k * size + l] += w * own[k] * own[l];
    }
  }
  return out;
}

/** Adds the pull towards even weights; where some member makes no error at all, the least that tells members without error from the others. */
function evened(matrix: Float64Array, even: number): Float64Array {
  const size = Math.sqrt(matrix.length);
  const diagonal = (at: number) => at % (size + 1) === 0;
  const largest = matrix.reduce((most, value, at) => (diagonal(at) ? Math.max(most, value) : most), 0);
  const added = even > 0 ? even : largest > 0 ? 1e-12 * largest : 1;
  return matrix.map((value, at) => (diagonal(at) ? value + added : value));
}

/**
 * The weights, none negative and with sum 1, whose combination of the members' held-out predictions has the least loss (Breiman 1996; van der
 * Laan, Polley & Hubbard 2007). Squared: an exact quadratic program, as the weights add up to 1 in the errors of the members. Log: Newton's method
 * on it, each step such a program. Cost: O(observations x members^2), for log loss about ten times.
 */
export function stackWeights(of: Said, loss: StackLoss): Float64Array {
  const { said, y, weight } = of;
  const size = said.length;
  const least = said.reduce((low, p) => Math.min(low, meanLoss(p, of, loss)), Number.POSITIVE_INFINITY);
  // Half the squared loss is what the program is about, so its pull is half as strong.
  if (loss === "squared") {
    return simplexQuadratic(
      evened(
        products(of, y, () => 1),
        (EVEN / 2) * least,
      ),
      new Float64Array(size),
    );
  }
  const mass = weight.reduce((a, b) => a + b, 0);
  const even = EVEN * least;
  const priced = (w: Float64Array) =>
    meanLoss(combined(said, w), of, "log") + (even / 2) * w.reduce((sum, v) => sum + v * v, 0);
  let w: Float64Array = new Float64Array(size).fill(1 / size);
  let price = priced(w);
  for (let step = 0; step < 100; step++) {
    const p = combined(said, w);
    // Probability of what came, and its slope in p; where no member thinks it possible the loss is what it is.
    const came = p.map((value, i) => (y[i] === 1 ? value : 1 - value));
    const turn = came.map((value, i) => (value < IMPOSSIBLE ? 0 : (y[i] === 1 ? 1 : -1) / value));
    const slope = said.map((s, k) =>
      s.reduce((sum, value, i) => sum - (weight[i] / mass) * turn[i] * value, even * w[k]),
    );
    const zero = new Float64Array(p.length);
    const curvature = evened(
      products(of, zero, (i) => turn[i] * turn[i]),
      even,
    );
    const at = (k: number, l: number) => curvature[Math.max(k, l) * size + Math.min(k, l)];
    const right = Float64Array.from(slope, (s, k) => w.reduce((sum, v, l) => sum + at(k, l) * v, -s));
    const target = simplexQuadratic(curvature, right);
    // Nothing that came may lose nine tenths of its probability in one step, for what is impossible once shows no way back.
    let share = 1;
    const there = combined(said, target);
    for (let i = 0; i < came.length; i++) {
      const then = y[i] === 1 ? there[i] : 1 - there[i];
      if (then < 0.1 * came[i]) share = Math.min(share, (0.9 * came[i]) / (came[i] - then));
    }
    const toward = (part: number) => (part === 1 ? target : w.map((v, k) => v + part * (target[k] - v)));
    let next = toward(share);
    while (share > 1e-9 && !(priced(next) < price)) {
      share /= 2;
      next = toward(share);
    }
    const moved = next.reduce((most, v, k) => Math.max(most, Math.abs(v - w[k])), 0);
    if (!(priced(next) < price)) break;
    w = next;
    price = priced(w);
    if (moved < 1e-12) break;
  }
  return w;
}
