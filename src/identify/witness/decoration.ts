import {
  type BitModel,
  type Leaf,
  type Mechanism,
  mechanismOf,
  noise,
  noisy,
  OWN,
  type Product,
  type Sum,
} from "./bits.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";

/**
 * What the two models have in common: the bits of every node, from its bit in the kernel (`OWN`), its parents' bits and coins that the kernel
 * does not have. Nodes that the kernel reads keep their bit in it as their lowest.
 */
export type Decoration = ReadonlyMap<number, readonly Sum[]>;

/** Nothing beside the kernel: fair coins for all nodes of the question's worlds and of the kernel. */
export function plain(task: Task, kernel: Kernel): Decoration {
  const heard = [...task.live].flatMap((node) => task.graph.parents[node]);
  const nodes = new Set([...task.live, ...heard, ...kernel.own.keys(), ...kernel.wide.keys()]);
  return new Map([...nodes].map((node) => [node, plainBits(task, kernel, node)]));
}

export function plainBits({ values }: Task, kernel: Kernel, node: number): readonly Sum[] {
  const count = Math.max(values.least(node), kernel.wide.get(node) ?? 1);
  return Array.from({ length: count }, (_, bit) =>
    bit === 0 && kernel.own.has(node) ? [[OWN]] : [[noise(node, 1 / 2)]],
  );
}

/** Bits of a node that may be anything. */
export function openBits(kernel: Kernel, node: number, bits: readonly Sum[]): readonly number[] {
  return [...bits.keys()].filter((bit) => bit > 0 || !kernel.read.has(node));
}

/**
 * A node lets more go into its value: into the bit `at`, else into its first open bit, and where it has none, into a bit more.
 */
export function withProducts(
  kernel: Kernel,
  node: number,
  bits: readonly Sum[],
  more: readonly Product[],
  at: number | undefined = openBits(kernel, node, bits)[0],
): readonly Sum[] {
  if (at === undefined) return [...bits, noisy(node, more)];
  return bits.map((sum, bit) => (bit === at ? noisy(node, [...withoutFairNoise(sum), ...more]) : sum));
}

/** A fair coin would drown what is added. */
function withoutFairNoise(sum: Sum): Sum {
  const isFair = ([leaf]: Product) => "coin" in leaf && leaf.coin.ends.length === 1 && leaf.coin.odds === 1 / 2;
  return sum.filter((product) => !(product.length === 1 && isFair(product)));
}

/** Does a node have a part in telling the models apart, or hand something on? */
export function isOnWay(task: Task, kernel: Kernel, decoration: Decoration, node: number): boolean {
  if (kernel.telling.includes(node)) return true;
  return decoration.get(node)!.flat().length > plainBits(task, kernel, node).flat().length;
}

/** The bits of the kernel, or what goes on from them, that a node shows to its children. */
export function shownBit(kernel: Kernel, node: number, bits: readonly Sum[]): Leaf {
  return { node, bit: kernel.read.has(node) && bits.length > 1 ? 1 : 0 };
}

/** The two models of a kernel and a decoration. */
export function modelsOf({ values }: Task, kernel: Kernel, decoration: Decoration): readonly [BitModel, BitModel] {
  const model = (which: 0 | 1): BitModel => {
    const mechanisms = [...decoration].map(([node, bits]): [number, Mechanism] => [
      node,
      mechanismOf(kernel.own.get(node)?.[which] ?? [], bits),
    ]);
    return { mechanisms: new Map(mechanisms), values: (node) => values.of(node, decoration.get(node)?.length ?? 1) };
  };
  return [model(0), model(1)];
}
