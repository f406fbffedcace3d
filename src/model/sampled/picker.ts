/**
 * Chooses among weights by one uniform number: the first whose part of the sum reaches beyond it, as if one looked through them in order,
 * but starting near the right place (indexed search, Chen & Asau 1974).
 * Cost: O(weights) to make, a few steps a choice.
 */
export function makePicker(weights: readonly number[]): (uniform: number) => number {
  const last = weights.length - 1;
  const ends = new Float64Array(weights.length);
  let sum = 0;
  for (let k = 0; k <= last; k++) {
    sum += weights[k];
    ends[k] = sum;
  }
  for (let k = 0; k <= last; k++) ends[k] /= sum;
  // Whatever rounding does, nothing is beyond the last one that has any weight.
  const final = weights.findLastIndex((weight) => weight > 0);
  const starts = new Int32Array(weights.length);
  for (let cell = 0, k = 0; cell <= last; cell++) {
    while (k < final && ends[k] <= cell / weights.length) k++;
    starts[cell] = k;
  }
  return (uniform) => {
    let k = starts[Math.floor(uniform * weights.length)];
    while (k < final && uniform >= ends[k]) k++;
    return k;
  };
}
