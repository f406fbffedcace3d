import { logSum } from "./token-law.js";

/** What `powerWithin` found. */
export interface PowerWithin {
  readonly power: number;
  /** KL(result || without), nats. */
  readonly divergence: number;
  /** Even the largest power that is tried stays within the budget. */
  readonly unbounded: boolean;
  /** Log weights of the result. */
  readonly logs: Float64Array;
}

/** Powers beyond this choose the likeliest token whatever they are. */
const MOST = 1000;

/**
 * The largest power t from 0 on with KL(p_t || p) at most `epsilon`, where p_t is proportional to p exp(t x): `without` is log p, `tilt` is x. The
 * divergence never falls as t grows (its slope is t Var_t(x)), so that there is one such power; it is found by Newton's steps kept inside a bracket, to
 * 1e-9 of itself, from below: the budget is never exceeded. Where x forbids tokens of p, already the smallest power costs -log p(allowed); if that is
 * too much the power is 0. Cost: about ten passes of one exponential a token.
 */
export function powerWithin(without: Float64Array, tilt: Float64Array, epsilon: number): PowerWithin {
  const none = { power: 0, divergence: 0, unbounded: false, logs: without };
  if (epsilon <= 0) return none;
  const at = (t: number) => look(without, tilt, t);
  const start = at(0);
  // Forbidden tokens cost at once; nothing possible in common is no direction at all.
  if (!(start.divergence < epsilon)) return none;
  let [low, lowest] = [0, start];
  let [high, highest] = [1, at(1)];
  while (highest.divergence <= epsilon && high < MOST) {
    [low, lowest] = [high, highest];
    high = Math.min(MOST, high * 2);
    highest = at(high);
  }
  if (highest.divergence <= epsilon)
    return { power: high, divergence: highest.divergence, unbounded: true, logs: highest.logs };
  for (let step = 0; step < 80 && high - low > 1e-9 * high; step++) {
    // From the upper end; a step that leaves the bracket is a halving instead.
    const newton = high - (highest.divergence - epsilon) / (high * highest.variance);
    const inside = newton > low && newton < high;
    // A hair below Newton's step comes out on the lower side, so that both ends close in.
    const t = inside && step % 3 !== 2 ? newton * (1 - 1e-10) : (low + high) / 2;
    const there = at(t);
    if (there.divergence <= epsilon) [low, lowest] = [t, there];
    else [high, highest] = [t, there];
  }
  return { power: low, divergence: lowest.divergence, unbounded: false, logs: lowest.logs };
}

/** p_t, its divergence from p and the variance of x under it. At t = 0 the limit from above: forbidden tokens are out already. */
function look(without: Float64Array, tilt: Float64Array, t: number) {
  const logs = new Float64Array(without.length);
  for (let i = 0; i < logs.length; i++) {
    logs[i] = tilt[i] === -Infinity || without[i] === -Infinity ? -Infinity : without[i] + t * tilt[i];
  }
  const logZ = logSum(logs);
  if (logZ === -Infinity) return { logs, divergence: Number.POSITIVE_INFINITY, variance: 0 };
  let [mean, square] = [0, 0];
  for (let i = 0; i < logs.length; i++) {
    if (logs[i] === -Infinity) continue;
    const p = Math.exp(logs[i] - logZ);
    mean += p * tilt[i];
    square += p * tilt[i] * tilt[i];
  }
  // Sum of p_t (t x - log Z).
  return { logs, divergence: Math.max(0, t * mean - logZ), variance: square - mean * mean };
}
