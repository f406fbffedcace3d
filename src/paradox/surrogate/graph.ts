import { DiscoError } from "../../error.js";
import { edgesOf, type Graph } from "../../graph/graph.js";
import { latentProjection } from "../../graph/projection.js";
import type { Trial } from "./trial.js";

/** What a graph claims of a trial's three columns. */
export interface GraphReading {
  /** The treatment reaches the outcome beside the surrogate. */
  readonly direct: boolean;
  /** Something unmeasured causes surrogate and outcome. */
  readonly confounded: boolean;
}

/**
 * Reads a graph for the three columns and what is given: everything else is projected out.
 * @throws DiscoError where one of the three is no node of the graph
 */
export function readGraphFor(graph: Graph, { treatment, surrogate, outcome, given }: Trial): GraphReading {
  const names = graph.nodes.map(({ name }) => name);
  const three = [treatment.name, surrogate.name, outcome.name];
  const missing = three.find((name) => !names.includes(name));
  if (missing !== undefined) {
    const next = "draw treatment, surrogate and outcome into the graph";
    throw new DiscoError({ who: "--graph", wrong: "a column of the check is not in the graph", given: missing, next });
  }
  const kept = [...three, ...given.map(({ name }) => name)];
  const others = new Set([...graph.nodes.keys()].filter((node) => !kept.includes(names[node])));
  const edges = edgesOf(latentProjection(graph, others));
  return {
    direct: edges.some(({ from, to, kind }) => kind === "->" && from === treatment.name && to === outcome.name),
    confounded: edges.some(
      ({ from, to, kind }) =>
        kind === "<->" && [from, to].includes(surrogate.name) && [from, to].includes(outcome.name),
    ),
  };
}
