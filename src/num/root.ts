/** A function's value and slope at a point. */
export interface ValueAndSlope {
  readonly value: number;
  readonly slope: number;
}

/** Where to begin, and how finely to end. */
export interface RootOptions {
  readonly start: number;
  /** First step of the search for a bracket, where Newton's steps lead nowhere; it doubles. */
  readonly step: number;
  /** Size below which differences of the root do not matter: the answer is within 4e-16 of max(scale, |root|), as far as f allows. */
  readonly scale: number;
  /** A bracket, when one is known. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * Root of an increasing function: Newton's method, kept inside a bracket, with bisection when it does not get on. Values may be infinite
 * and slopes zero or NaN far from the root.
 */
export function increasingRoot(f: (t: number) => ValueAndSlope, options: RootOptions): number {
  let { step, low = -Infinity, high = Infinity } = options;
  let t = options.start;
  let before = Infinity;
  for (let round = 0; round < 300; round++) {
    const { value, slope } = f(t);
    if (Math.abs(value) < 2e-16) return t;
    if (value < 0) low = t;
    else high = t;
    let next = t - value / slope;
    const stuck = Math.abs(value) > before / 2;
    before = Math.abs(value);
    if (!(next > low && next < high) || (stuck && low > -Infinity && high < Infinity)) {
      if (low === -Infinity) next = t - step;
      else if (high === Infinity) next = t + step;
      else next = low + (high - low) / 2;
      step *= 2;
    }
    if (Math.abs(next - t) <= 4e-16 * Math.max(options.scale, Math.abs(t))) return next;
    t = next;
  }
  return t;
}
