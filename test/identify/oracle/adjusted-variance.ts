import type { Values } from "./agreement.ts";
import type { FullModel } from "./model.ts";

/**
 * The adjustment formula at values of x and y by hand, cell by cell of z, and n times the variance of its estimate from large samples: the
 * variance of its influence function, Σ_z P(z) [(m(z) - θ)² + m(z) (1 - m(z)) / P(x | z)] with m(z) = P(y | x, z) and θ = Σ_z P(z) m(z).
 * J. Hahn, Econometrica 66, 1998; A. Rotnitzky & E. Smucler, JMLR 21, 2020, section 2.
 */
export function adjusted(
  { cards }: FullModel,
  law: Float64Array,
  x: Values,
  y: Values,
  z: readonly number[],
): { readonly value: number; readonly variance: number } {
  const cells = new Map<string, { all: number; treated: number; both: number }>();
  law.forEach((mass, entry) => {
    const values = digits(cards, entry);
    const agrees = (wanted: Values) => [...wanted].every(([node, value]) => values[node] === value);
    const key = z.map((node) => values[node]).join();
    const cell = cells.get(key) ?? { all: 0, treated: 0, both: 0 };
    cells.set(key, cell);
    cell.all += mass;
    if (!agrees(x)) return;
    cell.treated += mass;
    if (agrees(y)) cell.both += mass;
  });
  const list = [...cells.values()].map(({ all, treated, both }) => ({
    all,
    share: treated / all,
    mean: both / treated,
  }));
  const value = list.reduce((sum, { all, mean }) => sum + all * mean, 0);
  const variance = list.reduce(
    (sum, { all, share, mean }) => sum + all * ((mean - value) ** 2 + (mean * (1 - mean)) / share),
    0,
  );
  return { value, variance };
}

/** The values that stand at a place of a dense law, the last node running fastest. */
function digits(cards: readonly number[], entry: number): number[] {
  const values = cards.map(() => 0);
  for (let node = cards.length - 1, rest = entry; node >= 0; node--) {
    values[node] = rest % cards[node];
    rest = Math.floor(rest / cards[node]);
  }
  return values;
}
