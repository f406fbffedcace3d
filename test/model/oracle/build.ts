import type { Value } from "./model.js";
import type { Comparison, Event, OracleQuestion, Quantity, Term, TermIn, WorldSpec } from "./question.js";

/** Short ways to write questions in tests. */

/** What is set, by variable; another world's term makes it nested. */
export type Set = Readonly<Record<string, Value | TermIn>>;

function world(set: Set, occasion = 1): WorldSpec {
  return { set: settings(set), occasion };
}

function settings(set: Set): WorldSpec["set"] {
  return Object.entries(set).map(([variable, to]) => ({ variable, to }));
}

export function inside(name: string, set: Set, occasion?: number): TermIn {
  return { name, world: world(set, occasion) };
}

export function event(term: Term | string, value: Value, comparison: Comparison = "="): Event {
  return { term: typeof term === "string" ? { name: term } : term, comparison, value };
}

type Condition = Pick<OracleQuestion, "set" | "individual" | "text">;

export function probability(
  events: readonly Event[],
  given: readonly Event[] = [],
  more: Condition = {},
): OracleQuestion {
  return { target: { kind: "P", events }, given, ...more };
}

export function mean(of: Quantity | Term, given: readonly Event[] = [], more: Condition = {}): OracleQuestion {
  return { target: { kind: "E", of: "kind" in of ? of : { kind: "term", term: of } }, given, ...more };
}

export function variance(of: Quantity | Term, given: readonly Event[] = [], more: Condition = {}): OracleQuestion {
  return { ...mean(of, given, more), target: { kind: "Var", of: "kind" in of ? of : { kind: "term", term: of } } };
}

export function arithmetic(operator: "+" | "-" | "*", left: Quantity | Term, right: Quantity | Term): Quantity {
  const side = (of: Quantity | Term): Quantity => ("kind" in of ? of : { kind: "term", term: of });
  return { kind: "arithmetic", operator, left: side(left), right: side(right) };
}
