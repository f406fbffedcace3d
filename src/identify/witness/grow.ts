import type { Uniform } from "../../num/random.js";
import { isNoise, type Leaf, noise, noisy, type Sum } from "./bits.js";
import { type Decoration, openBits, withProducts } from "./decoration.js";
import type { Kernel } from "./kernel.js";
import type { Task } from "./task.js";

/** How likely each kind of growth is; the rest is another bit for a node. */
const LINK = 0.6;
const TIE = 0.25;
const NOISE = 0.1;
/** How often something is added to a sum, and not multiplied into one of its products. */
const ADDED = 0.65;
const ODDS = [1 / 2, 1 / 4, 1 / 8];

/**
 * A decoration with more in it, at random: nodes listen to parents, to latent causes that they share with others, and to noise of their own.
 * Conditional questions need that what is given tells about what is asked, and contrasts that one world differs from the other.
 */
export function grown(task: Task, kernel: Kernel, start: Decoration, steps: number, uniform: Uniform): Decoration {
  const { live, graph } = task;
  const bits = new Map(start);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)];
  // What others do is the same in all worlds that the question looks at.
  const nodes = [...live];
  const links = nodes.flatMap((node) => graph.parents[node].map((one) => [one, node]));
  const ties = nodes.flatMap((node) =>
    graph.siblings[node].filter((one) => one < node && live.has(one)).map((one) => [one, node]),
  );
  const place = (node: number, leaf: Leaf) => {
    const own = bits.get(node)!;
    const open = openBits(kernel, node, own);
    const at = open.length === 0 ? undefined : pick(open);
    const products = at === undefined ? [] : own[at].filter((product) => !isNoise(product));
    if (at === undefined || products.length === 0 || uniform() < ADDED) {
      bits.set(node, withProducts(kernel, node, own, [[leaf]], at));
      return;
    }
    const into = pick(products);
    const sum: Sum = own[at].map((product) => (product === into ? [...product, leaf] : product));
    bits.set(
      node,
      own.map((one, bit) => (bit === at ? noisy(node, sum) : one)),
    );
  };
  for (let step = 0; step < steps; step++) {
    const dice = uniform();
    if (dice < LINK && links.length > 0) {
      const [from, to] = pick(links);
      place(to, { node: from, bit: Math.floor(uniform() * bits.get(from)!.length) });
    } else if (dice < LINK + TIE && ties.length > 0) {
      const ends = pick(ties);
      const coin = { odds: pick(ODDS), ends };
      for (const end of ends) place(end, { coin });
    } else {
      const node = pick(nodes);
      if (dice < LINK + TIE + NOISE) place(node, noise(node, pick(ODDS)));
      else bits.set(node, [...bits.get(node)!, [[noise(node, pick(ODDS))]]]);
    }
  }
  return bits;
}
