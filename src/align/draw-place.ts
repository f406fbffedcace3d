/** The first place whose cumulated weight exceeds `level` (from 0, below the sum of the weights): a draw by weight; never a place of weight 0. */
export function drawPlace(weights: ArrayLike<number>, level: number): number {
  let [sum, last] = [0, 0];
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue;
    last = k;
    sum += weights[k];
    if (sum > level) break;
  }
  return last;
}
