import type { Value } from "../../query/question.js";

/**
 * The small models that witnesses are made of. The value of a variable is a code of one bit or more, and every bit a xor of products of bits
 * of the parents and of independent coins: a polynomial over GF(2). Worlds of one individual share the coins (Pearl's counterfactuals).
 */
export interface BitModel {
  /** Nodes that are not in it are fair coins of their own. */
  readonly mechanisms: ReadonlyMap<number, Mechanism>;
  /** What the codes of a node stand for. */
  readonly values: (node: number) => readonly Value[];
}

/** A source of chance: 1 with probability `odds`. Its ends are one node (noise of its own) or two (the latent cause of a bidirected edge). */
export interface Coin {
  readonly odds: number;
  readonly ends: readonly number[];
}

/** What may be multiplied: a bit of a parent, a coin, or the bit that the node has in the kernel (kernel.ts). */
export type Leaf = { readonly node: number; readonly bit: number } | { readonly coin: Coin } | { readonly own: true };

/** 1 where all of it is 1. */
export type Product = readonly Leaf[];

/** Xor of products; of none it is 0. */
export type Sum = readonly Product[];

/** How a node's code comes about, lowest bit first; `own` is what stands for its bit in the kernel. */
export interface Mechanism {
  readonly own: Sum;
  readonly bits: readonly Sum[];
  /** What it listens to. */
  readonly parents: readonly number[];
  readonly coins: readonly Coin[];
}

export const OWN: Leaf = { own: true };

/** How often a small noise flips a bit: seldom enough to see through several, often enough for numbers that can be read. */
const FLIPPED = 1 / 8;

/** Noise of a node. */
export function noise(node: number, odds = FLIPPED): Leaf {
  return { coin: { odds, ends: [node] } };
}

/** Is it noise alone? */
export function isNoise([leaf, ...others]: Product): boolean {
  return others.length === 0 && "coin" in leaf && leaf.coin.ends.length === 1;
}

/**
 * The sum with noise, where it has no part of its own that leaves both values possible whatever the parents are: so that every combination of
 * values of all variables is seen. Without that, formulas may be wrong that are right for positive laws.
 */
export function noisy(node: number, sum: Sum): Sum {
  const isFree = (product: Product) => isNoise(product) || (product.length === 1 && product[0] === OWN);
  return sum.some(isFree) ? sum : [...sum, [noise(node)]];
}

/** The mechanism of these bits. */
export function mechanismOf(own: Sum, bits: readonly Sum[]): Mechanism {
  const parents = new Set<number>();
  const coins = new Set<Coin>();
  const listen = (sum: Sum): void => {
    for (const product of sum) {
      for (const leaf of product) {
        if ("node" in leaf) parents.add(leaf.node);
        else if ("coin" in leaf) coins.add(leaf.coin);
        else listen(own);
      }
    }
  };
  bits.forEach(listen);
  return { own, bits, parents: [...parents], coins: [...coins] };
}
