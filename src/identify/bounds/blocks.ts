import { districts } from "../../graph/districts.js";
import type { Functional } from "./functional.js";
import type { Space } from "./space.js";

/**
 * What is unknown, as sets of nodes: a district whose mechanisms occur in a product has one unknown law of its response types. Districts that
 * occur in one product are taken together, so that the program stays linear.
 */
export function blocksOf({ graph, order }: Space, functionals: readonly Functional[]): readonly ReadonlySet<number>[] {
  let blocks: ReadonlySet<number>[] = [];
  const whole = districts(graph, new Set(order));
  for (const { products } of functionals) {
    for (const { responses } of products.values()) {
      const touched = whole.filter((district) => responses.some(({ node }) => district.has(node)));
      const joined = blocks.filter((block) =>
        touched.some((district) => [...district].some((node) => block.has(node))),
      );
      const block = new Set([...joined, ...touched].flatMap((one) => [...one]));
      blocks = [...blocks.filter((one) => !joined.includes(one)), block];
    }
  }
  return blocks;
}
