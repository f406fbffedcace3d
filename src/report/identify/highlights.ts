import type { GivenGraph, Identification, Obstacle } from "../../query/identification.js";
import { isHidden } from "../graph/looks.js";
import type { Highlight } from "../graph/options.js";

const OBSTACLES: Readonly<Record<Obstacle["kind"], readonly [group: string, core: string]>> = {
  hedge: ["the hedge, and what is shared all through it", "its part that is not set"],
  thicket: ["the thicket: the worlds meet here", "would have to be seen in two worlds at once"],
  selection: ["have a part in who is seen", "cannot be told from it"],
  source: ["no law that is known tells these apart", "would have to be known when the rest is set"],
  occasion: ["asked about on another occasion", "would have to be seen on another occasion"],
};

/** What the drawing shows beside the graph: what is adjusted for, what carries the effect, or what stands in the way. */
export function highlightsOf({ graph, identified, strategy, obstacle, ways }: Identification): readonly Highlight[] {
  const list: Highlight[] = [];
  if (!identified && ways !== undefined)
    list.push({
      nodes: ways.instruments.map(({ instrument }) => instrument),
      tone: "instrument",
      legend: "instrument",
    });
  if (strategy?.kind === "adjustment") list.push({ nodes: strategy.given, tone: "adjusted", legend: "adjusted for" });
  if (strategy?.kind === "front-door") {
    const legend = strategy.mediators.length === 1 ? "mediator: carries the effect" : "mediators: carry the effect";
    list.push({ nodes: strategy.mediators, tone: "mediator", legend });
  }
  if (obstacle !== undefined) {
    const [group, core] = OBSTACLES[obstacle.kind];
    list.push({ nodes: [...obstacle.nodes, ...sharedBy(graph, obstacle.nodes)], tone: "group", legend: group });
    list.push({ nodes: obstacle.inner, tone: "core", legend: core });
  }
  return list.filter(({ nodes }) => nodes.length > 0);
}

/** Causes that are not measured, as the graph names them, of two of the nodes or more. */
export function sharedBy({ nodes, edges }: GivenGraph, among: readonly string[]): readonly string[] {
  const effects = (name: string): number =>
    edges.filter(({ from, to, kind }) => kind === "->" && from === name && among.includes(to)).length;
  return nodes
    .filter(isHidden)
    .map(({ name }) => name)
    .filter((name) => !among.includes(name) && effects(name) > 1);
}
