import type { Value } from "../../query/question.js";
import type { Setting } from "../counterfactual/event.js";
import type { Instance } from "../instance.js";
import { settled } from "./copies.js";

/** What the codes of the nodes stand for: 0 and 1, where the question says nothing else. */
export interface Values {
  /** The fewest bits that tell the values apart which the question names. */
  readonly least: (node: number) => number;
  /** The values of a node of so many bits, by code: those that the question names, in order, and others. */
  readonly of: (node: number, bits: number) => readonly Value[];
  /** Nodes of which one is set to what the other is: they need the same values. */
  readonly alike: readonly (readonly [number, number])[];
}

/** Undefined where the question gives one variable both numbers and labels. */
export function valuesOf({ terms }: Instance): Values | undefined {
  const named = new Map<number, Set<Value>>();
  const alike: (readonly [number, number])[] = [];
  const namedOf = (node: number) => {
    if (!named.has(node)) named.set(node, new Set());
    return named.get(node)!;
  };
  const visit = (set: Setting): void => {
    for (const [node, target] of set) {
      if (!("node" in target)) namedOf(node).add(settled(target));
      else {
        if (target.node !== node) alike.push([node, target.node]);
        visit(target.set);
      }
    }
  };
  for (const { node, set, at } of terms.flatMap(({ events }) => events)) {
    namedOf(node).add(settled(at));
    visit(set);
  }
  for (const [one, other] of alike) {
    const both = new Set([...namedOf(one), ...namedOf(other)]);
    const joined = new Set([namedOf(one), namedOf(other)]);
    for (const [node, values] of named) if (joined.has(values)) named.set(node, both);
  }
  const isMixed = (values: ReadonlySet<Value>) => new Set([...values].map((value) => typeof value)).size > 1;
  if ([...named.values()].some(isMixed)) return undefined;
  return {
    alike,
    least: (node) => Math.max(1, Math.ceil(Math.log2(named.get(node)?.size ?? 1))),
    of: (node, bits) => filled([...(named.get(node) ?? [])], 2 ** bits),
  };
}

function filled(named: readonly Value[], count: number): readonly Value[] {
  const numbers = named.filter((value) => typeof value === "number");
  if (numbers.length < named.length) {
    const labels = new Set(named.map(String));
    for (let i = 1; labels.size < count; i++) labels.add(i === 1 ? "other" : `other ${i}`);
    // "other" before what the question names, as 0 before 1.
    return [...labels].reverse();
  }
  const all = new Set(numbers);
  for (let next = 0; all.size < count; next++) all.add(next);
  return [...all].sort((a, b) => a - b);
}
