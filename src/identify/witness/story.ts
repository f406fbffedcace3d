import type { Graph } from "../../graph/graph.js";
import { printName } from "../../query/print.js";
import { type Coin, isNoise, type Leaf, OWN, type Product, type Sum } from "./bits.js";
import { legend, sayChance, sayOdds } from "./chance.js";
import type { Told, ToldNode } from "./told.js";

/** A model in words, a mechanism a line, causes first: "Y = X xor U1, flipped in 1 case of 8". Variables that are coins share a line. */
export function story(graph: Graph, { coins, nodes }: Told, names: ReadonlyMap<Coin, string>): readonly string[] {
  const flips = new Set(coins.filter((coin) => isUnnamed(coin, nodes)));
  const words = wordsFor(graph, nodes, names);
  const heard = heardNodes(nodes);
  const named = coins.filter((coin) => !flips.has(coin));
  const chance = nodes.flatMap(({ node, values, how }) =>
    "odds" in how ? [{ name: words.node(node), odds: how.odds, values }] : [],
  );
  return [
    ...sayChance(named.map((coin) => ({ name: words.coin(coin), odds: [coin.odds], values: [0, 1] }))),
    ...sayChance(chance),
    ...nodes.flatMap((one) => ("bits" in one.how || heard.has(one.node) ? sayMechanism(one, words, flips) : [])),
  ];
}

interface Words {
  readonly node: (node: number) => string;
  readonly coin: (coin: Coin) => string;
  /** A bit of a node: its name, where it has one bit only. */
  readonly bit: (node: number, bit: number) => string;
}

function wordsFor(graph: Graph, nodes: readonly ToldNode[], names: ReadonlyMap<Coin, string>): Words {
  const wide = new Set(nodes.flatMap(({ node, values }) => (values.length > 2 ? [node] : [])));
  const say = (node: number) => printName(graph.nodes[node].name);
  return {
    node: say,
    coin: (coin) => printName(names.get(coin)!),
    bit: (node, bit) => (wide.has(node) ? `${say(node)}.${bit + 1}` : say(node)),
  };
}

function sayMechanism({ node, values, how }: ToldNode, words: Words, flips: ReadonlySet<Coin>): readonly string[] {
  const lines =
    "bits" in how ? how.bits.map((sum, bit) => sayBit(words.bit(node, bit), sum, how.own, words, flips)) : [];
  if (values.length === 2) return lines.map((line) => `${line}${legend(values)}`);
  const bits = Array.from({ length: Math.log2(values.length) }, (_, bit) => words.bit(node, bit));
  const code = bits.map((name, bit) => (bit === 0 ? name : `${2 ** bit} ${name}`)).join(" + ");
  return [...lines, `${words.node(node)} = ${code}${legend(values)}`];
}

/** Nodes that others listen to: those of several bits must say what these are. */
function heardNodes(nodes: readonly ToldNode[]): ReadonlySet<number> {
  const leaves = nodes.flatMap(({ how }) => ("bits" in how ? [...how.bits, how.own].flat(2) : []));
  return new Set(leaves.flatMap((leaf) => ("node" in leaf ? [leaf.node] : [])));
}

/** "Y = X xor U1, flipped in 1 case of 8" */
function sayBit(name: string, sum: Sum, own: Sum, words: Words, flips: ReadonlySet<Coin>): string {
  const rest = sum.filter((product) => flipOf(product, flips) === undefined);
  const coin = sum.map((product) => flipOf(product, flips)).find((one) => one !== undefined);
  if (coin !== undefined && rest.length === 0) return sayChance([{ name, odds: [coin.odds], values: [0, 1] }])[0];
  return `${name} = ${saySum(rest, own, words)}${coin === undefined ? "" : `, flipped in ${sayOdds(coin.odds)}`}`;
}

function flipOf([leaf, ...others]: Product, flips: ReadonlySet<Coin>): Coin | undefined {
  return others.length === 0 && "coin" in leaf && flips.has(leaf.coin) ? leaf.coin : undefined;
}

/** Noise that stands in one place only: it flips what stands beside it, or is a bit by itself. */
function isUnnamed(coin: Coin, nodes: readonly ToldNode[]): boolean {
  const has = (product: Product) => product.some((leaf) => "coin" in leaf && leaf.coin === coin);
  const mechanisms = nodes.flatMap(({ how }) => ("bits" in how ? [how] : []));
  const hidden = mechanisms.some(({ bits, own }) => bits.flat(2).includes(OWN) && own.some(has));
  const places = mechanisms.flatMap(({ bits }) => bits.filter((sum) => sum.some(has)));
  if (hidden || coin.ends.length > 1 || places.length !== 1 || !places[0].filter(has).every(isNoise)) return false;
  return coin.odds < 1 / 2 || places[0].length === 1;
}

function saySum(sum: Sum, own: Sum, words: Words): string {
  const texts = sum.map((product) => {
    const text = product.map((leaf) => sayLeaf(leaf, own, words)).join(" and ");
    return product.length > 1 && sum.length > 1 ? `(${text})` : text;
  });
  return texts.length === 0 ? "0" : texts.join(" xor ");
}

function sayLeaf(leaf: Leaf, own: Sum, words: Words): string {
  if ("own" in leaf) return `(${saySum(own, [], words)})`;
  return "coin" in leaf ? words.coin(leaf.coin) : words.bit(leaf.node, leaf.bit);
}
