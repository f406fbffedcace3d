import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import { compare } from "../../query/comparison.js";
import type { Bound, Sign } from "../../query/estimand.js";
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
  /** Signs that turned out to be something else, by key. */
  readonly solved?: ReadonlyMap<string, Meaning>;
  /** Something is asked about a variable that is given by a test, as in P(Y=3 | Y>1): what is given must then not take in what is asked. */
  readonly mixed?: true;
}

/** Hands out signs of a variable that stand for nothing yet. */
export interface FreshSign {
  (variable: string): Sign;
  /** One that goes on from here by itself: for a look ahead that leaves no gaps in the primes people read. */
  readonly fork: () => FreshSign;
}

/** Fresh signs beside those that are taken. */
export function signMaker(taken: Iterable<Sign> = []): FreshSign {
  const known = new Map([...taken].map((sign) => [keyOf(sign), sign]));
  const fresh = (variable: string): Sign => {
    const sign = freshSign(variable, known);
    known.set(keyOf(sign), sign);
    return sign;
  };
  return Object.assign(fresh, { fork: () => signMaker(known.values()) });
}

/**
 * The same events with exclusion restrictions applied, each counterfactual variable once. Undefined where they contradict each other.
 * Cost: O(events * edges).
 */
export function settled(graph: Graph, conjunction: Conjunction): Conjunction | undefined {
  const events = conjunction.events.map((event) => minimised(graph, event));
  return unified(withoutIdle({ ...conjunction, events }), variableKey);
}

/** Without worlds inside that nothing needs any more: summed over all it may be, each of their events is certain. */
function withoutIdle(conjunction: Conjunction): Conjunction {
  const uses = new Map<string, number>();
  const keysOf = (one: Meaning) => ("sign" in one ? [keyOf(one.sign)] : []);
  for (const { at, set } of conjunction.events) {
    for (const key of [at, ...set.values()].flatMap(keysOf)) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const isIdle = ({ at, part }: FlatEvent) => {
    if (part !== "inside" || !("sign" in at)) return false;
    const bound = conjunction.bounds.get(keyOf(at.sign));
    return bound !== undefined && (bound.where ?? []).length === 0 && uses.get(keyOf(at.sign)) === 1;
  };
  const idle = conjunction.events.filter(isIdle);
  if (idle.length === 0) return conjunction;
  const events = conjunction.events.filter((event) => !isIdle(event));
  // Their signs go with them: who sums over all that signs may be would count the rest more than once.
  const bounds = new Map(conjunction.bounds);
  for (const { at } of idle) if ("sign" in at) bounds.delete(keyOf(at.sign));
  return withoutIdle({ ...conjunction, events, bounds });
}

/**
 * Two events that are about the same thing, by `key`, become one: what they say must agree, and a sign that is summed over gives way to what
 * the other says. Undefined where they contradict each other.
 * @throws DiscoError where a variable's whole law is asked for and its value is given as well
 * Cost: O(events) for each two that become one.
 */
export function unified<One extends FlatEvent>(
  conjunction: Conjunction<One>,
  key: (event: One) => string,
): Conjunction<One> | undefined {
  let { events, bounds, mixed } = conjunction;
  const solved = new Map(conjunction.solved);
  for (;;) {
    const pair = firstTwins(events, key);
    if (pair === undefined) return { events, bounds, solved, ...(mixed === undefined ? {} : { mixed }) };
    const [i, j] = pair;
    const [strong, weak] = rank(events[i]) <= rank(events[j]) ? [events[i], events[j]] : [events[j], events[i]];
    if (strong.part === "given" && weak.part === "asked" && isTested(strong.at, bounds)) mixed = true;
    const joined = agreed(strong.at, weak.at, bounds);
    if (joined === undefined) return undefined;
    const one = { ...events[i], part: strong.part, at: strong.at };
    events = events.flatMap((event, at) => (at === i ? [one] : at === j ? [] : [event]));
    bounds = joined.bounds;
    const { replaced } = joined;
    if (replaced === undefined) continue;
    events = events.map((event) => withMeaning(event, replaced.sign, replaced.by));
    solved.set(keyOf(replaced.sign), replaced.by);
  }
}

function isTested(at: Meaning, bounds: ReadonlyMap<string, Bound>): boolean {
  return "sign" in at && (bounds.get(keyOf(at.sign))?.where?.length ?? 0) > 0;
}

/** The first two events that are about the same thing. */
function firstTwins<One>(events: readonly One[], key: (event: One) => string): readonly [number, number] | undefined {
  const met = new Map<string, number>();
  for (const [j, event] of events.entries()) {
    const own = key(event);
    const i = met.get(own);
    if (i !== undefined) return [i, j];
    met.set(own, j);
  }
  return undefined;
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
