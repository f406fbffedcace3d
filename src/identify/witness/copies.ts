import type { Graph } from "../../graph/graph.js";
import { ancestors, descendants } from "../../graph/relatives.js";
import { withoutArrowsInto } from "../../graph/views.js";
import type { Value } from "../../query/question.js";
import type { Event, Meaning, Setting, Target } from "../counterfactual/event.js";
import type { Instance } from "../instance.js";

/** What a variable is in a world: set to a value, or what a copy of its mechanism makes of it. */
export type Input = { readonly value: Value } | { readonly copy: number };

/** A mechanism at work in one world: where the values of its parents come from. */
export interface Copy {
  readonly node: number;
  readonly inputs: ReadonlyMap<number, Input>;
}

/** "This is `at`", asked about or given. */
export interface Fact {
  readonly input: Input;
  readonly at: Value;
  readonly given: boolean;
}

/** A question as what its worlds need: every mechanism at work in one of them, causes first, and the facts of each term. */
export interface Imagined {
  readonly copies: readonly Copy[];
  readonly terms: readonly { readonly weight: number; readonly facts: readonly Fact[] }[];
}

/**
 * The worlds of a question in one network, in which worlds that cannot differ for a node share its copy (exclusion).
 * Cost: O((nodes + edges) * variables set) for each event and each world inside another.
 */
export function imagined(graph: Graph, { terms }: Instance): Imagined {
  const copies: Copy[] = [];
  const met = new Map<string, Input>();
  const targetOf = (target: Target): Input =>
    "node" in target ? inputOf(target.node, target.set) : { value: settled(target) };
  const inputOf = (wanted: number, set: Setting): Input => {
    const cut = withoutArrowsInto(graph, new Set(set.keys()));
    const above = ancestors(cut, [wanted]);
    // What cannot be felt is not looked at: it may be all that needs another world.
    const felt = [...set].filter(([node]) => above.has(node)).sort(([a], [b]) => a - b);
    const world = felt.map(([node, target]) => ({ node, input: targetOf(target), below: descendants(cut, [node]) }));
    const inputs = new Map(world.map(({ node, input }) => [node, input]));
    for (const node of graph.order) {
      if (!above.has(node) || inputs.has(node)) continue;
      const key = JSON.stringify([node, ...world.flatMap((one) => (one.below.has(node) ? [one.node, one.input] : []))]);
      const input = met.get(key) ?? { copy: copies.length };
      if (!met.has(key)) {
        copies.push({ node, inputs: new Map(graph.parents[node].map((parent) => [parent, inputs.get(parent)!])) });
        met.set(key, input);
      }
      inputs.set(node, input);
    }
    return inputs.get(wanted)!;
  };
  const factOf = ({ node, set, at, part }: Event): Fact => ({
    input: inputOf(node, set),
    at: settled(at),
    given: part === "given",
  });
  const all = terms.map(({ weight, events }) => ({ weight, facts: events.map(factOf) }));
  return { copies, terms: all };
}

/** The value of something in a question at values. */
export function settled(meaning: Meaning): Value {
  if ("value" in meaning) return meaning.value;
  throw new Error(`a witness needs a value for ${meaning.sign.variable}`);
}
