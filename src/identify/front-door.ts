import { type Budget, goOn } from "../graph/budget.js";
import type { Graph, NodeSet } from "../graph/graph.js";
import { ancestors, descendants, onCausalPaths } from "../graph/relatives.js";
import { connected } from "../graph/separation.js";
import { less, meet } from "../graph/sets.js";
import { withoutArrowsInto, withoutArrowsOutOf } from "../graph/views.js";
import type { Estimand } from "../query/estimand.js";
import { law, product, sum } from "./estimand/build.js";
import { signsOf, slotsOfNodes } from "./joint.js";

/** What a front-door set fails at: a causal path misses it, x and it share a cause, or it and y do (x given). */
export type FrontDoorFault = "missed" | "confounded with x" | "confounded with y";

/**
 * Does z carry the whole effect of x on y, unconfounded on both sides? Undefined when it does. The three have no node in common.
 * J. Pearl, Biometrika 82, 1995; for sets H. Jeong, J. Tian and E. Bareinboim, NeurIPS 2022, definition 1. Cost: O(nodes + edges).
 */
export function frontDoorFault(graph: Graph, x: NodeSet, y: NodeSet, z: NodeSet): FrontDoorFault | undefined {
  if (!intercepts(graph, x, y, z)) return "missed";
  if (meet(confoundedWith(graph, x), z).size > 0) return "confounded with x";
  return confoundedBelow(graph, x, y, z).size > 0 ? "confounded with y" : undefined;
}

/** Does every directed path from x to y go through z? */
function intercepts(graph: Graph, x: NodeSet, y: NodeSet, z: NodeSet): boolean {
  return meet(descendants(withoutArrowsInto(graph, z), x), y).size === 0;
}

/** What an open back-door path links x with, when nothing is given. */
function confoundedWith(graph: Graph, x: NodeSet): Set<number> {
  return connected(withoutArrowsOutOf(graph, x), x, new Set());
}

/** Members of z from which a back-door path to y is open when x is given. */
function confoundedBelow(graph: Graph, x: NodeSet, y: NodeSet, z: NodeSet): Set<number> {
  return meet(connected(withoutArrowsOutOf(graph, z), y, x), z);
}

/**
 * The largest front-door set among some nodes; undefined where there is none. What is confounded below goes out one round after the other:
 * with fewer members more edges stand, so what is out stays out, and the largest set that remains is the only one.
 * Cost: O(nodes (nodes + edges)).
 */
function largest(graph: Graph, x: NodeSet, y: NodeSet, among: NodeSet): Set<number> | undefined {
  let z = less(among, confoundedWith(graph, x));
  for (;;) {
    const out = confoundedBelow(graph, x, y, z);
    if (out.size === 0) return intercepts(graph, x, y, z) ? z : undefined;
    z = less(z, out);
  }
}

/**
 * A front-door set from which nothing can be taken away; undefined where there is none. Only ancestors of y can matter.
 * Jeong, Tian & Bareinboim 2022.
 * @throws Stopped when the budget is spent
 * Cost: O(nodes^2 (nodes + edges)) at worst.
 */
export function minimalFrontDoor(
  graph: Graph,
  x: NodeSet,
  y: NodeSet,
  {
    among = new Set(graph.nodes.keys()),
    budget,
  }: { readonly among?: NodeSet; readonly budget?: Budget | undefined } = {},
): Set<number> | undefined {
  const inside = less(less(meet(among, ancestors(graph, y)), x), y);
  const whole = largest(graph, x, y, inside);
  if (whole === undefined) return undefined;
  // Usually the causal paths alone have one, which saves the others their turn.
  let set = largest(graph, x, y, meet(whole, onCausalPaths(graph, x, y))) ?? whole;
  // What was needed of a larger set is needed of a smaller one.
  for (const node of [...set].sort((a, b) => b - a)) {
    goOn(budget);
    if (set.has(node)) set = largest(graph, x, y, less(set, new Set([node]))) ?? set;
  }
  return set;
}

/** `Σ_z P(z | x) Σ_x' P(y | x', z) P(x')` */
export function frontDoorFormula(graph: Graph, y: NodeSet, x: NodeSet, z: NodeSet): Estimand {
  const slots = (...sets: NodeSet[]) => slotsOfNodes(graph, new Set(sets.flatMap((set) => [...set])));
  const below = sum(signsOf(graph, x), product([law(slots(y), slots(x, z)), law(slots(x), [])]));
  return sum(signsOf(graph, z), product([law(slots(z), slots(x)), below]));
}
