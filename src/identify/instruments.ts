import type { Graph, NodeSet } from "../graph/graph.js";
import { descendants } from "../graph/relatives.js";
import { separated } from "../graph/separation.js";
import { minimalSeparator } from "../graph/separators.js";
import { less } from "../graph/sets.js";
import { withoutArrowsOutOf } from "../graph/views.js";

/** A variable that moves x, and has to do with y through x alone, once `given` is held. */
export interface Instrument {
  readonly node: number;
  readonly given: NodeSet;
}

/**
 * Conditional instruments for the total effect of x on y. With x's own effects taken away, the instrument is separated from y by `given` and
 * still tied to x; `given` comes before x and y. For each candidate the separator nearest to y is tried: if any conditional instrument
 * exists, one is found so, though not each of them (to decide that for one variable is NP-complete). B. van der Zander, J. Textor and
 * M. Liskiewicz, IJCAI 2015 (ancestral instruments). In linear models Cov(z, y | given) / Cov(z, x | given) is the effect.
 * Cost: O(nodes (nodes + edges)).
 */
export function instrumentsOf(graph: Graph, x: number, y: number): readonly Instrument[] {
  const [one, other] = [new Set([x]), new Set([y])];
  const without = withoutArrowsOutOf(graph, one);
  const barred = descendants(graph, [x, y]);
  const found: Instrument[] = [];
  for (const node of graph.nodes.keys()) {
    if (barred.has(node)) continue;
    const self = new Set([node]);
    const among = less(less(new Set(graph.nodes.keys()), barred), self);
    const given = minimalSeparator(without, other, self, { among });
    if (given !== undefined && !separated(without, self, one, given)) found.push({ node, given });
  }
  return found;
}
