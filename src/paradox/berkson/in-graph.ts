import { DiscoError } from "../../error.js";
import { type Graph, type NodeSet, withRole } from "../../graph/graph.js";
import { ancestors } from "../../graph/relatives.js";
import { separated } from "../../graph/separation.js";
import { join } from "../../graph/sets.js";
import { nearestName } from "../../num/nearest.js";
import type { BerksonGraph } from "../../query/berkson.js";
import { quoted } from "./say.js";

/** The graph's variable of this name. */
function nodeOf(graph: Graph, name: string): number {
  const node = graph.numbers.get(name);
  if (node !== undefined) return node;
  const near = nearestName(name, graph.numbers.keys());
  const meant = near === undefined ? "" : `; did you mean ${quoted(near)}?`;
  const next = "draw it with its causes and effects";
  throw new DiscoError({ who: "graph", wrong: `it has no such variable${meant}`, given: quoted(name), next });
}

/** The variables by which rows are selected: the column's, or those marked [selected]. */
function selectionOf(graph: Graph, selected: string | undefined): NodeSet {
  const marked = withRole(graph, "selected");
  if (selected !== undefined && graph.numbers.has(selected))
    return join(marked, new Set([graph.numbers.get(selected)!]));
  if (marked.size > 0) return marked;
  if (selected !== undefined) return new Set([nodeOf(graph, selected)]);
  const next = "mark it, as in: A -> S; B -> S; S [selected]";
  throw new DiscoError({ who: "graph", wrong: "no variable says who was selected", next });
}

/**
 * Does the graph let selection change the odds ratio of the pair? Where selection is independent of one given the other, its four chances
 * depend on one of them only, and h11 h00 / (h10 h01) is 1. Else conditioning on it opens a path: as a common effect, as an effect of
 * one, or through what it shares with them.
 * @throws DiscoError for a pair or a selection that the graph does not have, and for edges without direction
 */
export function selectionInGraph(
  graph: Graph,
  pair: readonly [string, string],
  selected: string | undefined,
  given: readonly string[],
): BerksonGraph {
  const [one, other] = pair.map((name) => new Set([nodeOf(graph, name)]));
  const chosen = selectionOf(graph, selected);
  const names = (nodes: NodeSet): string[] => [...nodes].map((node) => graph.nodes[node].name);
  const covariates = new Set(given.map((name) => nodeOf(graph, name)));
  const both = join(one, other);
  const enough = given.length === 0 ? {} : { covariates: separated(graph, chosen, both, covariates) };
  const base = { selection: names(chosen), ...enough };
  const said = pair.map(quoted).join(" and ");
  const who = base.selection.map(quoted).join(" and ");
  if (separated(graph, chosen, one, other) || separated(graph, chosen, other, one)) {
    const text = `In the graph ${who} depends on at most one of ${said} once the other is known. Such a selection leaves their odds ratio as it is: an association among the selected is not Berkson's.`;
    return { ...base, kind: "one-sided", text };
  }
  const causes = ancestors(graph, chosen);
  const meeting = commonEffects(graph, one, other, causes, new Set());
  if (meeting.length === 0) {
    const text = `In the graph ${who} is no common effect of ${said}, but it goes with both by causes they share: selecting by it can change their association all the same.`;
    return { ...base, kind: "linked", text };
  }
  // Does selection still meet both where the first meeting is taken away, or is it that one?
  const through = graph.nodes[meeting[0]].name;
  const around = commonEffects(graph, one, other, causes, new Set([meeting[0]]));
  if (chosen.has(meeting[0]) || around.some((node) => chosen.has(node))) {
    const text = `In the graph ${who} is a common effect of ${said} (a collider): selecting by it can make an association, hide one or turn it.`;
    return { ...base, kind: "collider", text };
  }
  const text = `In the graph ${who} is an effect of ${quoted(through)}, a common effect of ${said} (a collider): selecting by it can make an association, hide one or turn it.`;
  return { ...base, kind: "collider-effect", through, text };
}

/** Nodes that either leads to without passing the other or `closed`, among the causes of selection and itself, causes first. */
function commonEffects(graph: Graph, one: NodeSet, other: NodeSet, causes: NodeSet, closed: NodeSet): number[] {
  const from = (start: NodeSet, without: NodeSet): Set<number> => {
    const found = new Set(start);
    for (const node of graph.order) {
      if (found.has(node) || without.has(node) || closed.has(node)) continue;
      if (graph.parents[node].some((parent) => found.has(parent))) found.add(node);
    }
    return found;
  };
  const [ofOne, ofOther] = [from(one, other), from(other, one)];
  return graph.order.filter((node) => causes.has(node) && ofOne.has(node) && ofOther.has(node));
}
