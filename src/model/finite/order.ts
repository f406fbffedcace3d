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
 * Cost: the square of the number of variables, plus what the tables' neighbourhoods need.
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
  const order: number[] = [];
  let largest = 0;
  let at = -1;
  for (const node of kept) largest += bits(cards[node]);
  while (sizes.size > 0) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [node, size] of sizes) {
      if (size < least) {
        best = node;
        least = size;
      }
    }
    if (least > largest) {
      largest = least;
      at = best;
    }
    order.push(best);
    sizes.delete(best);
    const near = [...neighbours.get(best)!];
    for (const one of near) {
      const around = neighbours.get(one)!;
      around.delete(best);
      for (const other of near) if (other !== one) around.add(other);
    }
    neighbours.delete(best);
    for (const one of near) if (sizes.has(one)) sizes.set(one, sizeOf(one));
  }
  return { order, largest, at };
}

/** log2, the same everywhere: a tie decided by a last bit would change the order of additions. */
function bits(card: number): number {
  return log(card) * Math.LOG2E;
}
