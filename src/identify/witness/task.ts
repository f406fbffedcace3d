import type { Graph, NodeSet } from "../../graph/graph.js";
import type { Instance } from "../instance.js";
import { type Imagined, imagined } from "./copies.js";
import { type Values, valuesOf } from "./values.js";

/** What a search for a witness works on. */
export interface Task {
  readonly graph: Graph;
  readonly imagined: Imagined;
  readonly values: Values;
  /** Nodes whose mechanisms are at work in some world of the question. */
  readonly live: NodeSet;
  /** Those, and those of the worlds of what is given: a fraction may have no formula because what is below its line has none. */
  readonly parts: readonly NodeSet[];
}

/** Undefined for a question whose values do not go together. */
export function taskOf(graph: Graph, instance: Instance): Task | undefined {
  const values = valuesOf(instance);
  if (values === undefined) return undefined;
  const worlds = imagined(graph, instance);
  const live = liveIn(worlds);
  const given = instance.terms[0].events.filter(({ part }) => part === "given");
  const below =
    given.length === 0 ? [] : [liveIn(imagined(graph, { ...instance, terms: [{ weight: 1, events: given }] }))];
  return { graph, imagined: worlds, values, live, parts: [live, ...below] };
}

function liveIn({ copies }: Imagined): NodeSet {
  return new Set(copies.map(({ node }) => node));
}
