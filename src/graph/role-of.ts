import { DiscoError } from "../error.js";
import { visible } from "../num/complaint.js";
import { type Edge, edgesOf, type Graph, makeGraph, type NodeSet } from "./graph.js";
import { listMinimalSeparators } from "./list-separators.js";
import { ancestors, descendants, onCausalPaths } from "./relatives.js";
import { connected } from "./separation.js";
import { withoutEdges } from "./views.js";

/**
 * What a variable is to a treatment and an outcome. `mediator`: the effect goes through it. `collider`: both sides lead into it (or into
 * a cause of it), so holding it fixed, or selecting by it, ties them. `after outcome` and `after treatment`: an effect of these, and none
 * of the former two. `confounder`: not an effect of the treatment, and some smallest set that blocks all common causes has it.
 * `cause of treatment` and `cause of outcome`: of one of them only, as an instrument is. `unrelated`: nothing of all that.
 */
export type CausalRole =
  | "confounder"
  | "mediator"
  | "collider"
  | "after outcome"
  | "after treatment"
  | "cause of treatment"
  | "cause of outcome"
  | "unrelated";

/** Smallest sets that are looked through; a graph may have exponentially many. */
const MOST_SETS = 200;

/**
 * The role of one variable with respect to a treatment and an outcome (`rolesOf` for many).
 * @throws DiscoError for names that are not in the graph, for the treatment or the outcome themselves, and for edges without direction
 * Cost: that of `rolesOf`.
 */
export function roleOf(graph: Graph, treatment: string, outcome: string, name: string): CausalRole {
  numberOf(graph, name);
  const role = rolesOf(graph, treatment, outcome).get(name);
  if (role === undefined) throw refuse("the treatment and the outcome have no role towards themselves", name);
  return role;
}

/**
 * The roles of all variables but the treatment and the outcome, in the order of the graph. Latent variables count as if they were
 * measured: a role says how the world is, not what can be adjusted for.
 *
 * A collider is what opens a path: there is a smallest set that separates treatment and outcome where the effect itself is taken out, and
 * given that set the variable is connected with both (by weak transitivity, giving it too connects them). A confounder is a member of
 * such a set (T. VanderWeele and I. Shpitser, Annals of Statistics 41, 2013). A variable that is both, as in the butterfly graph, is
 * called a confounder.
 * @throws DiscoError for names that are not in the graph or are one, and for edges without direction
 * Cost: O(sets nodes (nodes + edges)), for up to 200 smallest sets.
 */
export function rolesOf(given: Graph, treatment: string, outcome: string): ReadonlyMap<string, CausalRole> {
  const [x, y] = [numberOf(given, treatment), numberOf(given, outcome)];
  if (x === y) throw refuse("the treatment and the outcome are one variable", treatment);
  // The numbers of what is in both stay.
  const graph = withSharedCauses(given);
  const [only, other] = [new Set([x]), new Set([y])];
  const causal = onCausalPaths(graph, only, other);
  const noEffect = withoutEdges(graph, (from, to) => (from === x && causal.has(to)) || (from === y && to === x));
  const { sets } = listMinimalSeparators(noEffect, other, only, { limit: MOST_SETS });
  const [afterX, afterY] = [descendants(graph, only), descendants(graph, other)];
  const [causesX, causesY] = [
    ancestors(graph, only),
    ancestors(
      withoutEdges(graph, (from) => from === x),
      other,
    ),
  ];
  const opening = openers(noEffect, [only, other], sets);
  const confounding = new Set(sets.flatMap((set) => [...set]));
  const role = (node: number): CausalRole => {
    if (causal.has(node)) return "mediator";
    const isEffect = afterX.has(node) || afterY.has(node);
    // Common causes are named beside the sets, in case there are more of these than were looked through.
    if (!isEffect && (confounding.has(node) || (causesX.has(node) && causesY.has(node)))) return "confounder";
    if (opening.has(node)) return "collider";
    if (afterY.has(node)) return "after outcome";
    if (afterX.has(node)) return "after treatment";
    if (causesX.has(node)) return "cause of treatment";
    return causesY.has(node) ? "cause of outcome" : "unrelated";
  };
  return new Map(given.nodes.flatMap(({ name }, node) => (node === x || node === y ? [] : [[name, role(node)]])));
}

/** What is connected with both sides given some set that separates them. */
function openers(graph: Graph, [x, y]: readonly [NodeSet, NodeSet], sets: readonly NodeSet[]): NodeSet {
  const found = new Set<number>();
  for (const set of sets) {
    const near = connected(graph, x, set);
    for (const node of connected(graph, y, set)) if (near.has(node)) found.add(node);
  }
  return found;
}

/** Each `A <-> B` as what it means, an unmeasured cause of both: then whatever is not linked by an edge can be separated. */
function withSharedCauses(graph: Graph): Graph {
  const edges = edgesOf(graph);
  if (edges.every(({ kind }) => kind !== "<->")) return graph;
  const nodes = [...graph.nodes];
  const taken = new Set(graph.numbers.keys());
  const pair = ({ from, to, kind }: Edge): Edge[] => {
    if (kind !== "<->") return [{ from, to, kind }];
    let name = `shared ${nodes.length}`;
    while (taken.has(name)) name += "'";
    nodes.push({ name, roles: [] });
    taken.add(name);
    return [
      { from: name, to: from, kind: "->" },
      { from: name, to, kind: "->" },
    ];
  };
  const all = edges.flatMap(pair);
  return makeGraph(nodes, all);
}

function numberOf(graph: Graph, name: string): number {
  const node = graph.numbers.get(name);
  if (node === undefined) throw refuse("the graph has no such variable", name);
  return node;
}

function refuse(wrong: string, given: string): DiscoError {
  return new DiscoError({ who: "graph", wrong, given: visible(given), next: "name variables of the graph" });
}
