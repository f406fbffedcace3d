import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import type { Bound, Sign } from "../../query/estimand.js";
import { compare } from "../estimand/compare.js";
import { freshSign, keyOf } from "../estimand/walk.js";
import {
  certainlyDiffer,
  type FlatEvent,
  type Meaning,
  minimised,
  type Part,
  sameMeaning,
  variableKey,
} from "./event.js";

/** Events of several worlds at once. Signs that are bound are summed over (where they pass); other signs are left open by the question. */
export interface Conjunction<One extends FlatEvent = FlatEvent> {
  readonly events: readonly One[];
  readonly bounds: ReadonlyMap<string, Bound>;
}

/** Hands out signs that stand for nothing yet. */
export type FreshSign = (variable: string) => Sign;

/** Fresh signs beside those that are taken. */
export function signMaker(taken: Iterable<Sign> = []): FreshSign {
  const known = new Map([...taken].map((sign) => [keyOf(sign), sign]));
  return (variable) => {
    const sign = freshSign(variable, known);
    known.set(keyOf(sign), sign);
    return sign;
  };
}

/**
 * The same events with exclusion restrictions applied, each counterfactual variable once. Undefined where they contradict each other.
 * Cost: O(events^2 + events * edges).
 */
export function settled(graph: Graph, { events, bounds }: Conjunction): Conjunction | undefined {
  return unified({ events: events.map((event) => minimised(graph, event)), bounds }, variableKey);
}

/**
 * Two events that are about the same thing, by `key`, become one: what they say must agree, and a sign that is summed over gives way to what
 * the other says. Undefined where they contradict each other.
 * @throws DiscoError where a variable's whole law is asked for and its value is given as well
 */
export function unified<One extends FlatEvent>(
  conjunction: Conjunction<One>,
  key: (event: One) => string,
): Conjunction<One> | undefined {
  let { events, bounds } = conjunction;
  for (let i = 0; i < events.length; i++) {
    const j = events.findIndex((other, at) => at > i && key(other) === key(events[i]));
    if (j < 0) continue;
    const [strong, weak] = rank(events[i]) <= rank(events[j]) ? [events[i], events[j]] : [events[j], events[i]];
    const joined = agreed(strong.at, weak.at, bounds);
    if (joined === undefined) return undefined;
    const one = { ...events[i], part: strong.part, at: strong.at };
    events = events.flatMap((event, at) => (at === i ? [one] : at === j ? [] : [event]));
    bounds = joined.bounds;
    const { replaced } = joined;
    if (replaced !== undefined) events = events.map((event) => withMeaning(event, replaced.sign, replaced.by));
    // Signs have become alike, so others may be about the same thing now.
    i = -1;
  }
  return { events, bounds };
}

const PARTS: readonly Part[] = ["given", "asked", "inside"];

/** What is given stays given, and what is asked about asked. */
function rank({ part }: FlatEvent): number {
  return PARTS.indexOf(part);
}

interface Agreed {
  readonly bounds: ReadonlyMap<string, Bound>;
  readonly replaced?: { readonly sign: Sign; readonly by: Meaning };
}

/** What two meanings of one thing come to, that of `one` where both may be; undefined where they exclude each other. */
function agreed(one: Meaning, other: Meaning, bounds: ReadonlyMap<string, Bound>): Agreed | undefined {
  if (sameMeaning(one, other)) return { bounds };
  if (certainlyDiffer(one, other)) return undefined;
  const boundOf = (meaning: Meaning) => ("sign" in meaning ? bounds.get(keyOf(meaning.sign)) : undefined);
  const [first, second] = [boundOf(one), boundOf(other)];
  const [gone, by] = second !== undefined ? [second, one] : [first, other];
  if (gone === undefined) throw askedTwice(one, other);
  const { sign, where = [] } = gone;
  const rest = new Map(bounds);
  rest.delete(keyOf(sign));
  const kept = boundOf(by);
  if (kept !== undefined) rest.set(keyOf(kept.sign), { sign: kept.sign, where: [...(kept.where ?? []), ...where] });
  else if ("value" in by) {
    if (!where.every((test) => compare(by.value, test.comparison, test.value))) return undefined;
  } else if (where.length > 0) throw askedTwice(one, other);
  return { bounds: rest, replaced: { sign, by } };
}

/** An event in which a sign has become something else, wherever it stands. */
function withMeaning<One extends FlatEvent>(event: One, sign: Sign, by: Meaning): One {
  const to = (meaning: Meaning): Meaning => (sameMeaning(meaning, { sign }) ? by : meaning);
  return { ...event, at: to(event.at), set: new Map([...event.set].map(([node, meaning]) => [node, to(meaning)])) };
}

function askedTwice(one: Meaning, other: Meaning): DiscoError {
  const sign = "sign" in one ? one.sign : "sign" in other ? other.sign : undefined;
  return new DiscoError({
    who: "question",
    wrong: "the whole law of a variable is asked for, and its value is given as well",
    given: sign?.variable ?? "",
    next: "say which value is asked about",
  });
}
