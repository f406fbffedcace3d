import type { Graph } from "../../graph/graph.js";
import type { Coin } from "./bits.js";

/** Names that have a meaning of their own in questions about models. */
const RESERVED = ["unit", "do"];

/** The graph with names that model files can hold: letters, digits and _, no digit first. Most graphs stay as they are. */
export function withPlainNames(graph: Graph): Graph {
  const numbers = new Map<string, number>();
  const names = graph.nodes.map(({ name }) => name);
  // Names that may stay are not given away.
  const taken = new Set(names.filter((name) => plain(name) === name));
  const nodes = graph.nodes.map((node, number) => {
    const name = plain(node.name) === node.name ? node.name : free(plain(node.name), taken);
    numbers.set(name, number);
    return { ...node, name };
  });
  return { ...graph, nodes, numbers };
}

function plain(name: string): string {
  const safe = name.replace(/[^\p{L}\p{M}\p{N}_]+/gu, "_").replace(/^(?![\p{L}_])/u, "_");
  return RESERVED.includes(safe) ? `${safe}_` : safe;
}

/** Names for coins: U1, U2, ... for what two nodes share, N_X for noise of X. */
export function coinNames(graph: Graph, coins: Iterable<Coin>): ReadonlyMap<Coin, string> {
  const taken = new Set(graph.numbers.keys());
  const names = new Map<Coin, string>();
  let count = 0;
  for (const coin of coins) {
    if (coin.ends.length === 1) {
      names.set(coin, free(`N_${graph.nodes[coin.ends[0]].name}`, taken));
      continue;
    }
    do count++;
    while (taken.has(`U${count}`));
    names.set(coin, free(`U${count}`, taken));
  }
  return names;
}

/** The name, or with a number where it is taken; it is taken then. */
function free(name: string, taken: Set<string>): string {
  let found = name;
  for (let i = 2; taken.has(found); i++) found = `${name}_${i}`;
  taken.add(found);
  return found;
}
