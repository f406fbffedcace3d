import type { Graph } from "../../graph/graph.js";
import { descendants } from "../../graph/relatives.js";
import { withoutArrowsInto } from "../../graph/views.js";
import type { Slot } from "../../query/estimand.js";
import { printName, printValue } from "../../query/print.js";

/** A sign or a value. */
export type Meaning = Slot["at"];

/** What a variable is set to: a sign, a value, or what a variable is in another world. */
export type Target = Meaning | { readonly node: number; readonly set: Setting };

/** What is set in a world, by node. */
export type Setting = ReadonlyMap<number, Target>;

/** What is set in a world once no world stands inside another. */
export type FlatSetting = ReadonlyMap<number, Meaning>;

/** What an event is to the question: asked about, given, or inside the world of another (its sign is summed over, and nobody asks). */
export type Part = "asked" | "given" | "inside";

/** "In the world where `set` is done, `node` is `at`". */
export interface Event {
  readonly node: number;
  readonly set: Setting;
  readonly at: Meaning;
  readonly part: Part;
}

/** An event of a world without worlds inside. */
export interface FlatEvent extends Event {
  readonly set: FlatSetting;
}

/** Do the two mean the same? Two different signs, or a sign and a value, may differ, and so do not. */
export function sameMeaning(one: Meaning, other: Meaning): boolean {
  if ("sign" in one) {
    return "sign" in other && one.sign.variable === other.sign.variable && one.sign.mark === other.sign.mark;
  }
  return "value" in other && one.value === other.value;
}

/** Are they two different values? */
export function certainlyDiffer(one: Meaning, other: Meaning): boolean {
  return "value" in one && "value" in other && one.value !== other.value;
}

/** Without what is set and has no way to the node (exclusion restrictions): `Y[X=1, W=0]` is `Y[X=1]` where W reaches Y through X alone. */
export function minimised(graph: Graph, event: FlatEvent): FlatEvent {
  return { ...event, set: reaching(graph, event.node, event.set) };
}

/** The part of a setting that has a way to the node which no other part of it blocks. Cost: O(nodes + edges). */
export function reaching(graph: Graph, node: number, set: FlatSetting): FlatSetting {
  return set.size === 0 ? set : reachOf(graph, set)(node);
}

/** As `reaching`, for many nodes of one world. Cost: O(nodes + edges) for each variable set, once. */
export function reachOf(graph: Graph, set: FlatSetting): (node: number) => FlatSetting {
  const cut = withoutArrowsInto(graph, new Set(set.keys()));
  const below = [...set].sort(([a], [b]) => a - b).map(([one, to]) => ({ one, to, reached: descendants(cut, [one]) }));
  return (node) => new Map(below.flatMap(({ one, to, reached }) => (reached.has(node) ? [[one, to] as const] : [])));
}

/** The counterfactual variable an event is about, as a key: equal where node and setting are. */
export function variableKey({ node, set }: Pick<FlatEvent, "node" | "set">): string {
  return `${node}[${[...set].map(([one, to]) => `${one}=${meaningKey(to)}`).join(",")}]`;
}

function meaningKey(meaning: Meaning): string {
  return "sign" in meaning ? `${meaning.sign.mark} ${meaning.sign.variable}` : JSON.stringify(meaning.value);
}

/** `Y[X=1]=y`, as people read it. */
export function eventText(graph: Graph, { node, set, at }: FlatEvent): string {
  const own = graph.nodes[node].name;
  const world = [...set].map(([one, to]) => atText(graph.nodes[one].name, to)).join(", ");
  const term = `${printName(own)}${set.size === 0 ? "" : `[${world}]`}`;
  return "sign" in at && at.sign.variable === own && at.sign.mark === 0 ? term : `${term}=${meaningText(at)}`;
}

function atText(name: string, to: Meaning): string {
  const isOwn = "sign" in to && to.sign.variable === name;
  return isOwn ? meaningText(to) : `${printName(name)}=${meaningText(to)}`;
}

export function meaningText(meaning: Meaning): string {
  if ("value" in meaning) return printValue(meaning.value);
  return `${printName(meaning.sign.variable)}${"'".repeat(meaning.sign.mark)}`;
}
