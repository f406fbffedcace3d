import { type Budget, budgetOf } from "../graph/budget.js";
import { type Graph, type NodeSet, namesOf } from "../graph/graph.js";
import type { Listing } from "../graph/list-separators.js";
import type { SetListing, Ways } from "../query/identification.js";
import { adjustmentSets, efficientAdjustment } from "./adjustment.js";
import { minimalFrontDoor } from "./front-door.js";
import { instrumentsOf } from "./instruments.js";

/** How much to look for. */
export interface WaysOptions {
  /** Adjustment sets to list. */
  readonly limit: number;
  readonly budget?: Budget;
}

/** Graphs larger than this are not searched for front-door sets and instruments, which takes the square of their size. */
const LARGE = 300;

/** Every way to the effect of x on y that people know by name. Cost: O(nodes (nodes + edges)) for each set, and the square of small graphs. */
export function waysOf(graph: Graph, x: NodeSet, y: NodeSet, { limit, budget = budgetOf() }: WaysOptions): Ways {
  const names = (nodes: NodeSet) => namesOf(graph, nodes);
  const small = graph.nodes.length <= LARGE;
  const listing = adjustmentSets(graph, x, y, "minimal", { limit, budget });
  const efficient = efficientAdjustment(graph, x, y);
  const frontDoor = small ? minimalFrontDoor(graph, x, y, { budget }) : undefined;
  const [[one], [other]] = [[...x], [...y]];
  const instruments = small && x.size === 1 && y.size === 1 ? instrumentsOf(graph, one, other) : [];
  return {
    treatment: names(x),
    outcome: names(y),
    adjustment: setsOf(graph, listing, limit, budget),
    ...(efficient === undefined ? {} : { efficient: names(efficient) }),
    ...(frontDoor === undefined || frontDoor.size === 0 ? {} : { frontDoor: names(frontDoor) }),
    instruments: instruments.map(({ node, given }) => ({ instrument: graph.nodes[node].name, given: names(given) })),
  };
}

/** Smaller sets first. */
function setsOf(graph: Graph, { sets, ended }: Listing, limit: number, budget: Budget): SetListing {
  const inOrder = [...sets].sort((a, b) => a.size - b.size);
  const why = { complete: "complete", limit: `the first ${limit}`, budget: `stopped after ${budget.text}` };
  return { sets: inOrder.map((set) => namesOf(graph, set)), ended: why[ended] };
}
