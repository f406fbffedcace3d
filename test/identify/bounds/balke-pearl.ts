// The bounds of A. Balke and J. Pearl (JASA 92, 1997, section 3) for a binary instrument, treatment and outcome, as they print them.

/** P(y, x | z), by z, then x, then y. */
export type InstrumentLaw = readonly (readonly (readonly number[])[])[];

/** [low, high] of P(Y[X=1]=1) - P(Y[X=0]=1). `p(y, x, z)` is their p_{yx.z}. */
export function balkePearl(law: InstrumentLaw): readonly [number, number] {
  const p = (y: number, x: number, z: number) => law[z][x][y];
  const low = Math.max(
    p(1, 1, 1) + p(0, 0, 0) - 1,
    p(1, 1, 0) + p(0, 0, 1) - 1,
    p(1, 1, 0) - p(1, 1, 1) - p(1, 0, 1) - p(0, 1, 0) - p(1, 0, 0),
    p(1, 1, 1) - p(1, 1, 0) - p(1, 0, 0) - p(0, 1, 1) - p(1, 0, 1),
    -p(0, 1, 1) - p(1, 0, 1),
    -p(0, 1, 0) - p(1, 0, 0),
    p(0, 0, 1) - p(0, 1, 1) - p(1, 0, 1) - p(0, 1, 0) - p(0, 0, 0),
    p(0, 0, 0) - p(0, 1, 0) - p(1, 0, 0) - p(0, 1, 1) - p(0, 0, 1),
  );
  const high = Math.min(
    1 - p(0, 1, 1) - p(1, 0, 0),
    1 - p(0, 1, 0) - p(1, 0, 1),
    -p(0, 1, 0) + p(0, 1, 1) + p(0, 0, 1) + p(1, 1, 0) + p(0, 0, 0),
    -p(0, 1, 1) + p(1, 1, 1) + p(0, 0, 1) + p(0, 1, 0) + p(0, 0, 0),
    p(1, 1, 1) + p(0, 0, 1),
    p(1, 1, 0) + p(0, 0, 0),
    -p(1, 0, 1) + p(1, 1, 1) + p(0, 0, 1) + p(1, 1, 0) + p(1, 0, 0),
    -p(1, 0, 0) + p(1, 1, 0) + p(0, 0, 0) + p(1, 1, 1) + p(1, 0, 1),
  );
  return [low, high];
}

/** Pearl's instrument inequality: max over x of sum over y of max over z of P(y, x | z) is at most 1. How far above. */
export function instrumentExcess(law: InstrumentLaw): number {
  const sums = [0, 1].map((x) => [0, 1].reduce((sum, y) => sum + Math.max(law[0][x][y], law[1][x][y]), 0));
  return Math.max(...sums) - 1;
}
