import type { Graph } from "../../graph/graph.js";
import type { Value } from "../../query/question.js";
import { type BitModel, type Coin, type Leaf, OWN, type Product, type Sum } from "./bits.js";

/** A model ready to be written down, in words or as a file. */
export interface Told {
  /** Coins that need names: what nodes share, and noise that is not simply the node itself. */
  readonly coins: readonly Coin[];
  /** All nodes of the graph, causes first. */
  readonly nodes: readonly ToldNode[];
}

/** A node is chance alone, with odds for each bit, or a mechanism: `own` is what `OWN` stands for, where it stands in a product. */
export interface ToldNode {
  readonly node: number;
  readonly values: readonly Value[];
  readonly how: { readonly odds: readonly number[] } | { readonly bits: readonly Sum[]; readonly own: Sum };
}

/** Sorts out what cancels, what is chance alone, and which coins are left. Cost: O(size of the model). */
export function told(graph: Graph, model: BitModel): Told {
  const keyOf = keys();
  const uses = new Map<Coin, number>();
  const bitsOf = new Map<number, readonly Sum[]>();
  for (const node of graph.order) {
    const { own, bits } = model.mechanisms.get(node) ?? { own: [], bits: [] };
    const sums = bits.map((sum) => reduced(sum, own, keyOf));
    bitsOf.set(node, sums);
    const leaves = sums.flat(2).flatMap((leaf) => (leaf === OWN ? own.flat() : [leaf]));
    for (const leaf of leaves) if ("coin" in leaf) uses.set(leaf.coin, (uses.get(leaf.coin) ?? 0) + 1);
  }
  const alone = new Set<Coin>();
  const nodes = graph.order.map((node): ToldNode => {
    const bits = bitsOf.get(node)!;
    const own = model.mechanisms.get(node)?.own ?? [];
    const values = model.values(node);
    const coins = bits.flatMap((sum) => onlyCoin(sum) ?? []);
    if (coins.length < bits.length || coins.some((coin) => uses.get(coin) !== 1))
      return { node, values, how: { bits, own } };
    for (const coin of coins) alone.add(coin);
    const odds = Array.from({ length: Math.log2(values.length) }, (_, bit) => coins[bit]?.odds ?? 1 / 2);
    return { node, values, how: { odds } };
  });
  return { nodes, coins: [...uses.keys()].filter((coin) => !alone.has(coin)) };
}

/** The coin that a sum is, if it is one. */
function onlyCoin(sum: Sum): Coin | undefined {
  if (sum.length !== 1 || sum[0].length !== 1) return undefined;
  const [leaf] = sum[0];
  return "coin" in leaf ? leaf.coin : undefined;
}

/** With the part in the kernel written out where it stands alone, and without what cancels: the xor of two equal things is 0. */
function reduced(sum: Sum, own: Sum, keyOf: (leaf: Leaf) => string): Sum {
  const left = new Map<string, Product>();
  for (const product of sum.flatMap((one) => opened(one, own))) {
    const leaves = new Map(product.map((leaf) => [keyOf(leaf), leaf]));
    const key = [...leaves.keys()].sort().join(" ");
    if (!left.delete(key)) left.set(key, [...leaves.values()]);
  }
  return [...left.values()];
}

function opened(product: Product, own: Sum): readonly Product[] {
  if (!product.includes(OWN) || (product.length > 1 && own.length > 1)) return [product];
  const rest = product.filter((leaf) => leaf !== OWN);
  return own.map((one) => [...one, ...rest]);
}

/** Texts that are equal where leaves are. */
function keys(): (leaf: Leaf) => string {
  const numbers = new Map<Coin, number>();
  return (leaf) => {
    if ("own" in leaf) return "own";
    if ("node" in leaf) return `bit ${leaf.bit} of ${leaf.node}`;
    if (!numbers.has(leaf.coin)) numbers.set(leaf.coin, numbers.size);
    return `coin ${numbers.get(leaf.coin)}`;
  };
}
