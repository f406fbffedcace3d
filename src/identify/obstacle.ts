import { type Graph, type NodeSet, namesOf } from "../graph/graph.js";
import { listed } from "../num/say-names.js";
import type { Obstacle } from "../query/identification.js";
import { printName } from "../query/print.js";
import { meaningText } from "./counterfactual/event.js";
import type { Thicket } from "./counterfactual/factor.js";
import type { Hedge } from "./id.js";

/** A hedge in words. */
export function hedgeObstacle(graph: Graph, { forest, inner }: Hedge): Obstacle {
  const set = [...forest].filter((node) => !inner.has(node));
  const all = say(graph, forest);
  const text = `Unmeasured common causes hold ${all} together. They cannot be told from what ${say(graph, set)} ${set.length === 1 ? "does" : "do"} to ${say(graph, inner)}: the same observations come about with that influence and without it.`;
  return { kind: "hedge", text, nodes: namesOf(graph, forest), inner: namesOf(graph, inner) };
}

/** In words, why a district is not known from rows that are selected, or from several laws. */
export function sourceObstacle(graph: Graph, { forest, inner }: Hedge, selected: NodeSet): Obstacle {
  const [all, wanted] = [say(graph, forest), say(graph, inner)];
  const text =
    selected.size > 0
      ? `Rows are seen only where ${say(graph, selected)} = 1. ${all} ${forest.size === 1 ? "has" : "have"} a part in that, so what ${wanted} ${inner.size === 1 ? "does" : "do"} among the selected is not what ${inner.size === 1 ? "it does" : "they do"} in general.`
      : `No law that is known shows what ${wanted} ${inner.size === 1 ? "does" : "do"} when the rest is set: its mechanism may differ in the population studied, or unmeasured common causes hold it together with ${all}.`;
  return {
    kind: selected.size > 0 ? "selection" : "source",
    text,
    nodes: namesOf(graph, forest),
    inner: namesOf(graph, inner),
  };
}

/** A thicket in words. */
export function thicketObstacle(graph: Graph, { district, node, meanings }: Thicket): Obstacle {
  const name = printName(graph.nodes[node].name);
  const [one, other] = meanings.map(meaningText);
  const text = `The question needs ${say(graph, district)} in two worlds at once, with ${name} = ${one} in the one and ${name} = ${other} in the other. Nobody is ever seen in both, so neither observation nor experiment tells how the two go together.`;
  return { kind: "thicket", text, nodes: namesOf(graph, district), inner: [graph.nodes[node].name] };
}

/** "A, B and C" */
function say(graph: Graph, nodes: Iterable<number>): string {
  return listed(namesOf(graph, nodes).map(printName));
}
