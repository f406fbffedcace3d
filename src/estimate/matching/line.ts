import { NOTHING, type Search, TIE } from "./nearness.js";

/** Nearest points on a line: a place found by halving, then outwards on both sides. Cost: O(log n + found) a search. */
export function lineSearch(at: Float64Array, among: Int32Array, mass: Float64Array): Search {
  const order = among.slice().sort((a, b) => at[a] - at[b] || a - b);
  const places = Float64Array.from(order, (p) => at[p]);
  return (p, need, within, out) => {
    const here = at[p];
    let right = firstNotBelow(places, here);
    let left = right - 1;
    let found = 0;
    let held = 0;
    let limit = within * (1 + TIE) + NOTHING;
    for (;;) {
      const onLeft = left >= 0 ? here - places[left] : Number.POSITIVE_INFINITY;
      const onRight = right < places.length ? places[right] - here : Number.POSITIVE_INFINITY;
      const distance = Math.min(onLeft, onRight);
      if (!(distance <= limit) || distance === Number.POSITIVE_INFINITY) return found;
      const next = onLeft < onRight ? order[left--] : order[right++];
      out[found++] = next;
      if (held < need) {
        held += mass[next];
        if (held >= need) limit = Math.min(limit, distance * (1 + TIE) + NOTHING);
      }
    }
  };
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
