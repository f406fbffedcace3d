import type { Graph } from "../../graph/graph.js";
import type { Bound } from "../../query/estimand.js";
import { keyOf } from "../estimand/walk.js";
import type { Conjunction, FreshSign } from "./conjunction.js";
import type { Event, FlatEvent, Meaning, Part, Setting } from "./event.js";

/**
 * Takes worlds out of worlds: `Y[Z=Z[X=0]]=y` is "Z[X=0] is z, and Y[Z=z] is y" for some z, summed over (counterfactual unnesting, Correa,
 * Lee & Bareinboim, NeurIPS 2021, theorem 1). Cost: O(size of the events).
 */
export function unnested(
  graph: Graph,
  events: readonly Event[],
  bounds: ReadonlyMap<string, Bound>,
  fresh: FreshSign,
): Conjunction {
  const flat: FlatEvent[] = [];
  const signs = new Map(bounds);
  const add = (node: number, set: Setting, at: Meaning, part: Part): void => {
    const settled = [...set].map(([one, to]): [number, Meaning] => {
      if (!("node" in to)) return [one, to];
      const sign = fresh(graph.nodes[to.node].name);
      signs.set(keyOf(sign), { sign });
      add(to.node, to.set, { sign }, "inside");
      return [one, { sign }];
    });
    flat.push({ node, set: new Map(settled), at, part });
  };
  for (const { node, set, at, part } of events) add(node, set, at, part);
  return { events: flat, bounds: signs };
}
