import { type Graph, type NodeSet, namesOf } from "../graph/graph.js";
import { separated } from "../graph/separation.js";
import { join, less } from "../graph/sets.js";
import { withoutArrowsInto, withoutArrowsOutOf } from "../graph/views.js";
import { quotient, sum } from "./estimand/build.js";
import { type Identified, id, type SearchOptions } from "./id.js";
import { type Joint, signsOf } from "./joint.js";

/**
 * P(y | do(x), z): what is held by seeing becomes held by doing where that is the same, and what remains is a fraction.
 * I. Shpitser and J. Pearl, UAI 2006, algorithm IDC (line numbers of its figure). Complete.
 * Cost: as `id`, and O(nodes (nodes + edges)) for each of z.
 */
export function idc(
  graph: Graph,
  y: NodeSet,
  x: NodeSet,
  z: NodeSet,
  options: SearchOptions & { readonly joint?: Joint } = {},
): Identified {
  const say = (nodes: Iterable<number>) => namesOf(graph, nodes).join(", ");
  // Line 1: rule 2 of the do-calculus.
  for (const one of z) {
    const held = new Set([one]);
    const rest = less(z, held);
    const cut = withoutArrowsOutOf(withoutArrowsInto(graph, x), held);
    if (!separated(cut, y, held, join(x, rest))) continue;
    const set = join(x, held);
    options.trace?.({
      rule: "IDC, line 1",
      text: `Seeing ${say(held)} tells about ${say(y)} what doing it would (rule 2 of the do-calculus).`,
      formula: `P(${say(y)} | do(${say(set)})${rest.size === 0 ? "" : `, ${say(rest)}`})`,
    });
    return idc(graph, y, set, rest, options);
  }
  if (z.size === 0) return id(graph, y, x, options);
  // Line 2: the joint law, over what is held.
  options.trace?.({
    rule: "IDC, line 2",
    text: `No more of ${say(z)} can be set instead of seen: the law of ${say(y)} given it is the joint law of both, divided by its sum over ${say(y)}.`,
    formula: `P(${say(join(y, z))}${x.size === 0 ? "" : ` | do(${say(x)})`})`,
  });
  const found = id(graph, join(y, z), x, options);
  if ("hedge" in found) return found;
  return { estimand: quotient(found.estimand, sum(signsOf(graph, y), found.estimand)) };
}
