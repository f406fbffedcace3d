import { log } from "../../num/elementary.js";

/** An order in which to sum variables out, and how large the largest table on the way is. */
export interface Elimination {
  readonly order: readonly number[];
  /** log2 of the cells of the largest table made. */
  readonly largest: number;
  /** The variable whose summing makes it; -1 when it is the table that is kept. */
  readonly at: number;
}

/**
 * Greedy least-size order: always the variable whose summing makes the smallest table (ties: the first). Not the best order, which is hard
 * to find, but a good one for graphs like chains, trees and grids.
 * @param scopes variables that stand together in a table
 * @param kept variables that are not summed out
 * Cost: n log n for n variables, times what the tables' neighbourhoods need.
 */
export function eliminationOrder(
  scopes: readonly (readonly number[])[],
  cards: ArrayLike<number>,
  kept: ReadonlySet<number>,
): Elimination {
  const neighbours = new Map<number, Set<number>>();
  for (const scope of scopes) {
    for (const one of scope) {
      const near = neighbours.get(one) ?? new Set<number>();
      neighbours.set(one, near);
      for (const other of scope) if (other !== one) near.add(other);
    }
  }
  const sizeOf = (node: number) => {
    let size = bits(cards[node]);
    for (const near of neighbours.get(node)!) size += bits(cards[near]);
    return size;
  };
  const open = [...neighbours.keys()].filter((node) => !kept.has(node)).sort((a, b) => a - b);
  const sizes = new Map(open.map((node) => [node, sizeOf(node)]));
  const queue: Candidate[] = [];
  for (const [node, size] of sizes) push(queue, { node, size });
  const order: number[] = [];
  let largest = 0;
  let at = -1;
  for (const node of kept) largest += bits(cards[node]);
  for (let best = pop(queue); best !== undefined; best = pop(queue)) {
    const { node, size } = best;
    // Sizes change while they wait; what is out of date is passed over.
    if (sizes.get(node) !== size) continue;
    if (size > largest) {
      largest = size;
      at = node;
    }
    order.push(node);
    sizes.delete(node);
    const near = [...neighbours.get(node)!];
    for (const one of near) {
      const around = neighbours.get(one)!;
      around.delete(node);
      for (const other of near) if (other !== one) around.add(other);
    }
    neighbours.delete(node);
    for (const one of near) {
      const was = sizes.get(one);
      if (was === undefined) continue;
      const now = sizeOf(one);
      if (now === was) continue;
      sizes.set(one, now);
      push(queue, { node: one, size: now });
    }
  }
  return { order, largest, at };
}

interface Candidate {
  readonly node: number;
  readonly size: number;
}

const before = (a: Candidate, b: Candidate) => a.size < b.size || (a.size === b.size && a.node < b.node);

/** Adds to a heap whose first is the smallest. */
function push(heap: Candidate[], candidate: Candidate): void {
  let place = heap.push(candidate) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (!before(candidate, heap[above])) break;
    heap[place] = heap[above];
    place = above;
  }
  heap[place] = candidate;
}

/** Takes the smallest off a heap. */
function pop(heap: Candidate[]): Candidate | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && before(heap[below + 1], heap[below])) below++;
    if (!before(heap[below], last)) break;
    heap[place] = heap[below];
    place = below;
  }
  heap[place] = last;
  return first;
}

/** log2, the same everywhere: a tie decided by a last bit would change the order of additions. */
function bits(card: number): number {
  return log(card) * Math.LOG2E;
}
