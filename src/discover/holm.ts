/**
 * p-values corrected for their number, so that among all true hypotheses any is rejected at most as often as the level says, whatever the
 * tests have to do with each other. S. Holm, Scandinavian Journal of Statistics 6, 1979. Cost: O(n log n).
 */
export function holm(p: readonly number[]): readonly number[] {
  const order = [...p.keys()].sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let least = 0;
  order.forEach((test, rank) => {
    least = Math.max(least, Math.min(1, (p.length - rank) * p[test]));
    adjusted[test] = least;
  });
  return adjusted;
}
