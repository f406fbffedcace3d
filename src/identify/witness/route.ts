import { noise, type Product } from "./bits.js";
import type { Copy, Fact } from "./copies.js";
import { type Decoration, plain, shownBit, withProducts } from "./decoration.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";

export interface RouteOptions {
  /** To what is asked where that can be reached, not to what is nearest. */
  readonly asked: boolean;
  /** From every world, not only from the nearest one. */
  readonly everywhere: boolean;
}

/** The plainest decoration: the bits that tell travel down to the facts of the question, each node handing on the xor of what it receives. */
export function routed(task: Task, kernel: Kernel, { asked, everywhere }: RouteOptions): Decoration {
  const { copies, terms } = task.imagined;
  const facts = terms.flatMap((term) => term.facts);
  const stages = asked ? [facts.filter(({ given }) => !given), facts] : [facts];
  const ways = waysDown(copies, stages);
  const carries = new Map<number, Set<number>>();
  for (const node of kernel.telling) {
    const starts = [...ways.keys()].filter((at) => copies[at].node === node);
    for (const start of everywhere ? starts : starts.slice(0, 1)) {
      for (let at = start, next = ways.get(at); next !== undefined; at = next, next = ways.get(at)) {
        const to = copies[next].node;
        carries.set(to, (carries.get(to) ?? new Set()).add(copies[at].node));
      }
    }
  }
  const bits = new Map(plain(task, kernel));
  // The longer the way, the less each step may add to the noise.
  const odds = 2 ** -Math.max(3, Math.ceil(Math.log2(2 * carries.size)));
  // Causes first, so that a node which hands something on has its place for it before others read it there.
  for (const node of task.graph.order) {
    const from = carries.get(node);
    if (from === undefined) continue;
    const products = [...from].map((one): Product => [shownBit(kernel, one, bits.get(one)!)]);
    const own: readonly Product[] = kernel.own.has(node) && !kernel.read.has(node) ? [] : [[noise(node, odds)]];
    bits.set(node, withProducts(kernel, node, bits.get(node)!, [...products, ...own]));
  }
  return bits;
}

/** For each copy the next one on a shortest way down to a fact (undefined: it is one), the nearest copies first. */
function waysDown(
  copies: readonly Copy[],
  stages: readonly (readonly Fact[])[],
): ReadonlyMap<number, number | undefined> {
  const next = new Map<number, number | undefined>();
  for (const facts of stages) {
    for (const { input } of facts) if ("copy" in input && !next.has(input.copy)) next.set(input.copy, undefined);
    // A map is walked in the order of insertion, also what is inserted meanwhile: breadth first.
    for (const [at] of next) {
      for (const input of copies[at].inputs.values()) {
        if ("copy" in input && !next.has(input.copy)) next.set(input.copy, at);
      }
    }
  }
  return next;
}
