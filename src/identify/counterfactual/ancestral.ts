import type { Graph } from "../../graph/graph.js";
import { ancestors } from "../../graph/relatives.js";
import { withoutArrowsOutOf } from "../../graph/views.js";
import type { Bound } from "../../query/estimand.js";
import { keyOf } from "../estimand/walk.js";
import { type Conjunction, type FreshSign, unified } from "./conjunction.js";
import { type FlatEvent, type FlatSetting, type Meaning, reaching, variableKey } from "./event.js";

/**
 * One mechanism at work in a factor: with all its parents set (`set`), the node is `at`. The probability of some events and all their
 * counterfactual ancestors is the probability of these (J. Correa, S. Lee and E. Bareinboim, NeurIPS 2021, theorem 2).
 */
export interface Mechanism extends FlatEvent {
  /** Parents that are not set in the world of the event but come about there: they tie factors together. */
  readonly natural: ReadonlySet<number>;
}

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
  const { events, bounds } = withAncestors(graph, conjunction, fresh);
  const all = new Map(events.map((event) => [variableKey(event), event]));
  const inWorlds = events.map((event): Mechanism => {
    const { node, set } = event;
    const natural = graph.parents[node].filter((parent) => !set.has(parent));
    const at = (parent: number): Meaning => {
      const own = set.get(parent);
      return own ?? all.get(variableKey({ node: parent, set: reaching(graph, parent, set) }))!.at;
    };
    const parents: FlatSetting = new Map(graph.parents[node].map((parent) => [parent, at(parent)]));
    return { ...event, set: parents, natural: new Set(natural) };
  });
  return unified({ events: inWorlds, bounds }, variableKey);
}

/** Counterfactual ancestors (Correa, Lee & Bareinboim 2021, definition 2.3): what lies upstream in each event's world. */
function withAncestors(graph: Graph, { events, bounds }: Conjunction, fresh: FreshSign): Conjunction {
  const all = new Map<string, FlatEvent>(events.map((event) => [variableKey(event), event]));
  const signs = new Map<string, Bound>(bounds);
  for (const { node, set } of events) {
    const upstream = ancestors(withoutArrowsOutOf(graph, new Set(set.keys())), [node]);
    for (const one of upstream) {
      const own = { node: one, set: reaching(graph, one, set) };
      if (all.has(variableKey(own))) continue;
      const sign = fresh(graph.nodes[one].name);
      signs.set(keyOf(sign), { sign });
      all.set(variableKey(own), { ...own, at: { sign }, part: "inside" });
    }
  }
  return { events: [...all.values()], bounds: signs };
}
