import type { Bound, Estimand, Sign } from "../../query/estimand.js";
import type { ArithmeticOperator } from "../../query/question.js";
import type { Event, Setting } from "../counterfactual/event.js";

/** A question about one set of events, in the numbers of a graph. */
export interface Atom {
  readonly kind: "atom";
  readonly events: readonly Event[];
  /** Signs that are summed over: where a test other than "=" is asked, and what is averaged. */
  readonly bounds: ReadonlyMap<string, Bound>;
  /** What is averaged, in signs of `bounds`; absent: the question is a probability. */
  readonly quantity?: Estimand;
  /** As people read it. */
  readonly text: string;
}

/** Arithmetic of such questions. */
export type Asked =
  | Atom
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negative"; readonly of: Asked }
  | { readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Asked; readonly right: Asked };

/** A question translated: what is asked, and the signs that it leaves open. */
export interface Translated {
  readonly asked: Asked;
  readonly open: readonly Sign[];
}

/** The atoms of a question, from left to right. */
export function atomsOf(asked: Asked): readonly Atom[] {
  switch (asked.kind) {
    case "atom":
      return [asked];
    case "number":
      return [];
    case "negative":
      return atomsOf(asked.of);
    case "arithmetic":
      return [...atomsOf(asked.left), ...atomsOf(asked.right)];
  }
}

/** The nodes that a question names, asked about, given or set. */
export function nodesIn(asked: Asked): ReadonlySet<number> {
  const setIn = (set: Setting): readonly number[] =>
    [...set].flatMap(([node, to]) => ("node" in to ? [node, to.node, ...setIn(to.set)] : [node]));
  return new Set(atomsOf(asked).flatMap(({ events }) => events.flatMap(({ node, set }) => [node, ...setIn(set)])));
}

/** What an atom is about, whatever the values: equal for atoms that are identified in the same way. */
export function shapeOf({ events, quantity }: Atom): string {
  const world = (set: Setting): unknown =>
    [...set].map(([node, to]) => ["node" in to ? [to.node, world(to.set)] : node, node]);
  return JSON.stringify([quantity !== undefined, events.map(({ node, set, part }) => [node, world(set), part])]);
}
