import type { Graph } from "../../graph/graph.js";
import { ancestors } from "../../graph/relatives.js";
import { withoutArrowsOutOf } from "../../graph/views.js";
import type { Bound } from "../../query/estimand.js";
import { keyOf } from "../estimand/walk.js";
import { type Conjunction, type FreshSign, unified } from "./conjunction.js";
import { type FlatEvent, type FlatSetting, type Meaning, reachOf, variableKey } from "./event.js";

/**
 * One mechanism at work in a factor: with all its parents set (`set`), the node is `at`. The probability of some events and all their
 * counterfactual ancestors is the probability of these (J. Correa, S. Lee and E. Bareinboim, NeurIPS 2021, theorem 2).
 */
export type Mechanism = FlatEvent;

/**
 * The events and all their counterfactual ancestors, each with all its parents set to what they are; ancestors that nobody asked about get
 * signs that are summed over. Mechanisms that would be the same twice are one (composition). Undefined where the events contradict each
 * other.
 */
export function mechanisms(
  graph: Graph,
  conjunction: Conjunction,
  fresh: FreshSign,
): Conjunction<Mechanism> | undefined {
  const { events, ...rest } = withAncestors(graph, conjunction, fresh);
  const all = new Map(events.map((event) => [variableKey(event), event]));
  const reach = worldsOf(graph);
  const inWorlds = events.map((event): Mechanism => {
    const { node, set } = event;
    const upstream = reach(set);
    const at = (parent: number): Meaning =>
      set.get(parent) ?? all.get(variableKey({ node: parent, set: upstream(parent) }))!.at;
    const parents: FlatSetting = new Map(graph.parents[node].map((parent) => [parent, at(parent)]));
    return { ...event, set: parents };
  });
  return unified({ ...rest, events: inWorlds }, variableKey);
}

/** What of a setting reaches a node, each world looked at once. */
function worldsOf(graph: Graph): (set: FlatSetting) => (node: number) => FlatSetting {
  const known = new Map<string, (node: number) => FlatSetting>();
  return (set) => {
    const key = variableKey({ node: -1, set });
    const reach = known.get(key) ?? reachOf(graph, set);
    known.set(key, reach);
    return reach;
  };
}

/** Counterfactual ancestors (Correa, Lee & Bareinboim 2021, definition 2.3): what lies upstream in each event's world. */
function withAncestors(graph: Graph, conjunction: Conjunction, fresh: FreshSign): Conjunction {
  const { events, bounds } = conjunction;
  const all = new Map<string, FlatEvent>(events.map((event) => [variableKey(event), event]));
  const signs = new Map<string, Bound>(bounds);
  const reach = worldsOf(graph);
  for (const { node, set } of events) {
    const upstream = ancestors(withoutArrowsOutOf(graph, new Set(set.keys())), [node]);
    for (const one of upstream) {
      const own = { node: one, set: reach(set)(one) };
      if (all.has(variableKey(own))) continue;
      const sign = fresh(graph.nodes[one].name);
      signs.set(keyOf(sign), { sign });
      all.set(variableKey(own), { ...own, at: { sign }, part: "inside" });
    }
  }
  return { ...conjunction, events: [...all.values()], bounds: signs };
}
