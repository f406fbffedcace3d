/**
 * Every node behind its parents, or a directed cycle, causes first. A depth-first walk with a stack of its own, so that long chains need no deep
 * recursion. Cost: O(nodes + edges).
 */
export function findCycle(parents: readonly (readonly number[])[]): {
  readonly order: readonly number[];
  readonly cycle?: readonly number[];
} {
  const order: number[] = [];
  const state = new Uint8Array(parents.length); // 0 not met, 1 on the way, 2 done
  for (let root = 0; root < parents.length; root++) {
    if (state[root] !== 0) continue;
    const way = [root];
    const next = [0];
    state[root] = 1;
    while (way.length > 0) {
      const top = way.length - 1;
      const node = way[top];
      if (next[top] === parents[node].length) {
        state[node] = 2;
        order.push(node);
        way.pop();
        next.pop();
        continue;
      }
      const parent = parents[node][next[top]++];
      // The way leads from effects to causes, so a cycle is read backwards; it starts where the walk met it first.
      if (state[parent] === 1) return { order: [], cycle: [parent, ...way.slice(way.indexOf(parent) + 1).reverse()] };
      if (state[parent] === 2) continue;
      state[parent] = 1;
      way.push(parent);
      next.push(0);
    }
  }
  return { order };
}
