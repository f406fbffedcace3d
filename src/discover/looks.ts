/** One look at a dependence. */
export interface Look {
  readonly test: string;
  readonly statistic: number;
  readonly freedom: number;
  readonly p: number;
}

/** The parts of the level that a plain dependence and any other get. */
const PLAIN = 0.8;
const ANY = 0.2;

/**
 * Two looks at one dependence, of which the one counts that sees more: the smaller p-value, each divided by its part of the level (Bonferroni's
 * correction with weights). A plain dependence, which is the likeliest, is so found nearly as well as if nothing else had been looked at.
 */
export function smallest<T extends Look>(plain: T, any: T): T {
  const [a, b] = [share(plain, PLAIN), share(any, ANY)];
  return a.p <= b.p ? a : b;
}

/** The plain look with its part of the level, where the other was made before and saw less. */
export function plainPart<T extends Look>(plain: T): T {
  return share(plain, PLAIN);
}

function share<T extends Look>(look: T, part: number): T {
  return { ...look, p: Math.min(1, look.p / part) };
}
