import type { NodeSet } from "../../graph/graph.js";
import { noise, type Product, type Sum } from "./bits.js";

/**
 * The heart of a witness: a bit of each of some nodes in two versions, made of coins of their own and of each other's bits, so that the joint
 * law of these bits is the same in both, and positive. Whatever else the values of the variables hold, and how it comes of these bits, of each
 * other and of other coins, is the same in both models (decoration.ts). So everything observed has the same law in both.
 */
export interface Kernel {
  /** By node: its bit in the one model and in the other. */
  readonly own: ReadonlyMap<number, readonly [Sum, Sum]>;
  /** Nodes whose bit others of the kernel need: it is the lowest bit of their values. */
  readonly read: NodeSet;
  /** Nodes whose bits together tell the models apart where the question looks. */
  readonly telling: readonly number[];
  /** Bits that nodes must have besides, by node. */
  readonly wide: ReadonlyMap<number, number>;
}

/** Two C-forests with the same roots (Shpitser & Pearl 2006), each with a spanning tree of bidirected edges. */
export interface Forest {
  readonly nodes: NodeSet;
  readonly inner: NodeSet;
  /** One child in the forest for every node but the roots; inner nodes have an inner one. */
  readonly childOf: ReadonlyMap<number, number>;
  /** The tree of `inner`, extended to all nodes. */
  readonly tree: readonly (readonly [number, number])[];
}

/**
 * The kernel of a hedge F, F'. Every edge of the tree is a fair coin. In the first model a bit is the xor of the node's parents in the forest
 * and of the coins at the node; in the second, nodes of F' leave out what comes from F \ F'. One root has noise N in both.
 *
 * The laws are the same. Call the xor of a node's coins its share; a bit is the xor of the shares upstream, so bits and shares determine each
 * other, and the xor of all roots is that of all shares (every node has one way down) and of N. First model: all shares are even in sum and
 * otherwise free, because |F| - 1 coins on a tree reach all even vectors; so the bits are uniform but for the xor of the roots, which is N.
 * Second model: the shares of F' are even and otherwise free in the same way; the other |F| - |F'| edges, on the tree that is left when F' is
 * drawn together into one point, make the shares of F \ F' free, independently of those. F' takes nothing from F \ F', so the xor of the
 * roots is again N, and the bits are uniform but for that.
 *
 * Now set some of F \ F'. Let A be the nodes that are not set and have nothing set on their way down to a root: F' is in A, and A is not all of
 * F. In the first model the xor of the roots is that of the shares of A, of N, and of what is set and read by A; the tree leads out of A
 * somewhere, and the coin there is met once: the xor is a fair coin. In the second model it is N still.
 */
export function forestKernel({ nodes, inner, childOf, tree }: Forest): Kernel {
  const all = new Map([...nodes].map((node): [number, Product[]] => [node, []]));
  const within = new Map([...nodes].map((node): [number, Product[]] => [node, []]));
  const add = (node: number, product: Product, isInner: boolean) => {
    all.get(node)!.push(product);
    if (isInner || !inner.has(node)) within.get(node)!.push(product);
  };
  for (const [node, child] of childOf) add(child, [{ node, bit: 0 }], inner.has(node));
  for (const ends of tree) {
    const isInner = ends.every((end) => inner.has(end));
    const coin = { odds: 1 / 2, ends };
    for (const end of ends) add(end, [{ coin }], isInner);
  }
  const roots = [...inner].filter((node) => !childOf.has(node));
  const last = roots[roots.length - 1];
  add(last, [noise(last)], true);
  const own = new Map([...nodes].map((node): [number, [Sum, Sum]] => [node, [all.get(node)!, within.get(node)!]]));
  return { own, read: new Set(childOf.keys()), telling: roots, wide: new Map() };
}

/**
 * The kernel of a thicket: a path of bidirected edges between two children of `node`, or one child alone. Every edge is a fair coin and every
 * bit the xor of the coins at it; in the second model both ends take in a bit of `node` as well. The first end has noise N (a fair coin where
 * it is alone).
 *
 * The laws are the same. Without `node` the bits are uniform but for their xor, which is N (and for one end alone, uniform). In the second
 * model both ends flip, or neither does, by what `node` is: that leaves their xor as it is, and uniform what was uniform. The ends come
 * behind `node`, so it depends on the other bits at most, which are not flipped; the law of the bits and `node` together is the same too.
 *
 * Where a question wants `node` to be 1 for the one end and 0 for the other, one flips alone in the second model: the xor is the opposite of
 * N there, and N in the first model. One end in two worlds is the same in both in the first model, and differs in the second.
 */
export function pathKernel(path: readonly number[], node: number, bit: number): Kernel {
  const sums = path.map((): Product[] => []);
  for (let i = 1; i < path.length; i++) {
    const coin = { odds: 1 / 2, ends: [path[i - 1], path[i]] };
    sums[i - 1].push([{ coin }]);
    sums[i].push([{ coin }]);
  }
  sums[0].push([path.length === 1 ? noise(path[0], 1 / 2) : noise(path[0])]);
  const last = path.length - 1;
  const own = new Map(
    path.map((one, i): [number, [Sum, Sum]] => [
      one,
      [sums[i], i === 0 || i === last ? [[{ node, bit }], ...sums[i]] : sums[i]],
    ]),
  );
  return { own, read: new Set(), telling: path, wide: new Map([[node, bit + 1]]) };
}
