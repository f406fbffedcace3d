/** Variables with their parents first, and the circles that make it impossible. */
export interface Order {
  /** All indices; parents before children but for the arrows that close a circle. In the order of the file where that does. */
  readonly order: readonly number[];
  /** Each circle as the indices along it, causes first; the last one points at the first. At most one for each arrow that closes one. */
  readonly circles: readonly (readonly number[])[];
}

/** More circles than this are counted and not drawn: each may be as long as the file. */
const MOST_CIRCLES = 20;

/**
 * Depth-first search with a stack of its own, so that a chain of any length is fine. `parents[i]` are the indices that i depends on.
 * Cost: O(variables + arrows).
 */
export function orderOf(parents: readonly (readonly number[])[]): Order {
  const FRESH = 0;
  const OPEN = 1;
  const DONE = 2;
  const state = new Uint8Array(parents.length);
  const order: number[] = [];
  const circles: number[][] = [];
  for (let root = 0; root < parents.length; root++) {
    if (state[root] !== FRESH) continue;
    const path: number[] = [root];
    const next: number[] = [0];
    state[root] = OPEN;
    while (path.length > 0) {
      const top = path.length - 1;
      const variable = path[top];
      if (next[top] === parents[variable].length) {
        state[variable] = DONE;
        order.push(variable);
        path.pop();
        next.pop();
        continue;
      }
      const parent = parents[variable][next[top]++];
      if (state[parent] === FRESH) {
        state[parent] = OPEN;
        path.push(parent);
        next.push(0);
      } else if (state[parent] === OPEN && circles.length < MOST_CIRCLES) {
        // The path goes from effects to causes.
        circles.push(path.slice(path.indexOf(parent)).reverse());
      }
    }
  }
  return { order, circles };
}
