// Questions at values for witnesses, from text and at random, and what stands in their way.
import { type Graph, makeGraph, type NodeSet } from "../../../src/graph/graph.ts";
import { parseGraph } from "../../../src/graph/parse.ts";
import { ancestors } from "../../../src/graph/relatives.ts";
import { withoutArrowsInto } from "../../../src/graph/views.ts";
import { signMaker } from "../../../src/identify/counterfactual/conjunction.ts";
import type { Event, Part, Setting } from "../../../src/identify/counterfactual/event.ts";
import { idStar } from "../../../src/identify/counterfactual/id-star.ts";
import { idcStar } from "../../../src/identify/counterfactual/idc-star.ts";
import { unnested } from "../../../src/identify/counterfactual/unnest.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import type { Hindrance } from "../../../src/identify/witness/kernels.ts";
import { canonical } from "../../../src/query/canonical.ts";
import { parseQuestion } from "../../../src/query/parse.ts";
import type { Event as AskedEvent, Probability, Question, Term } from "../../../src/query/question.ts";
import { type Draw, pick, shuffled } from "../oracle/random-graph.ts";

/** Edges separated by `;`. */
export function graphOf(text: string): Graph {
  const graph = parseGraph(text);
  return makeGraph(
    graph.nodes,
    graph.parents.flatMap((parents, to) => [
      ...parents.map((from) => edge(graph, from, to, "->")),
      ...graph.siblings[to].filter((from) => from < to).map((from) => edge(graph, from, to, "<->")),
    ]),
  );
}

function edge({ nodes }: Graph, from: number, to: number, kind: "->" | "<->") {
  return { from: nodes[from].name, to: nodes[to].name, kind };
}

/** A sum of probabilities with weights, in the grammar of questions. */
export function instanceOf(graph: Graph, text: string): Instance {
  return { text, terms: termsOf(graph, canonical(parseQuestion(text)), 1) };
}

function termsOf(graph: Graph, question: Question, weight: number): Instance["terms"] {
  if (question.kind === "probability") return [{ weight, events: eventsOf(graph, question) }];
  if (question.kind !== "arithmetic") throw new Error(`not for these tests: ${question.kind}`);
  const { operator, left, right } = question;
  if (operator === "*" && left.kind === "number") return termsOf(graph, right, weight * left.value);
  return [...termsOf(graph, left, weight), ...termsOf(graph, right, operator === "-" ? -weight : weight)];
}

function eventsOf(graph: Graph, { events, given }: Probability): readonly Event[] {
  const worldOf = ({ world }: Term): Setting =>
    new Map(
      (world?.set ?? []).map(({ variable, to }) => [
        graph.numbers.get(variable)!,
        typeof to === "object" ? { node: graph.numbers.get(to.name)!, set: worldOf(to) } : { value: to },
      ]),
    );
  const eventOf =
    (part: Part) =>
    ({ term, test }: AskedEvent): Event => ({
      node: graph.numbers.get(term.name)!,
      set: worldOf(term),
      at: { value: test!.value },
      part,
    });
  return [...events.map(eventOf("asked")), ...given.events.map(eventOf("given"))];
}

/** P(y | do(x), z) at 1. */
export function effectAt(y: Iterable<number>, x: Iterable<number>, z: Iterable<number>, value = 1): readonly Event[] {
  const set = new Map([...x].map((node) => [node, { value }]));
  const at = { value: 1 };
  return [
    ...[...y].map((node): Event => ({ node, set, at, part: "asked" })),
    ...[...z].map((node): Event => ({ node, set, at, part: "given" })),
  ];
}

/** One or two of each of y and x, and of z where it is wanted. */
export function randomEffect(draw: Draw, graph: Graph, conditional: boolean): Record<"y" | "x" | "z", NodeSet> {
  const order = shuffled(draw, [...graph.nodes.keys()]);
  const take = (count: number): NodeSet => new Set(order.splice(0, count));
  const several = (room: number) => (room > 1 && draw() < 0.3 ? 2 : 1);
  const y = take(several(order.length - 1));
  const x = take(several(order.length));
  return { y, x, z: take(conditional && order.length > 0 ? several(order.length) : 0) };
}

/** Events of several worlds, some with worlds inside; given ones are often of the world as it is. */
export function randomEvents(draw: Draw, graph: Graph): readonly Event[] {
  const nodes = [...graph.nodes.keys()];
  const value = () => ({ value: draw() < 0.5 ? 1 : 0 });
  const world = (depth: number): Setting =>
    new Map(
      shuffled(draw, nodes).flatMap((node) => {
        if (draw() > 0.3) return [];
        return [[node, depth > 0 && draw() < 0.3 ? { node, set: without(world(depth - 1), node) } : value()] as const];
      }),
    );
  const shared = [new Map(), world(0), world(0)];
  const event = (part: Part): Event => {
    const node = pick(draw, nodes);
    const factual = part === "given" && draw() < 0.6;
    const set = factual ? new Map() : draw() < 0.5 ? pick(draw, shared) : world(1);
    return { node, set: without(set, node), at: value(), part };
  };
  const asked = Array.from({ length: 1 + Math.floor(2.5 * draw()) }, () => event("asked"));
  return [...asked, ...Array.from({ length: Math.floor(2.5 * draw()) }, () => event("given"))];
}

function without(set: Setting, node: number): Setting {
  return new Map([...set].filter(([one]) => one !== node));
}

/**
 * What stands in the way of a probability, if anything does. Two helps, so that what is not identified is so in truth: settings that cannot
 * be felt are taken out before worlds are, and a fraction is identified where both its parts are.
 */
export function hindranceTo(graph: Graph, all: readonly Event[]): Hindrance | undefined {
  const events = all.map((event) => ({ ...event, set: felt(graph, event.node, event.set) }));
  const solve = (some: readonly Event[], by: typeof idcStar) => {
    const fresh = signMaker();
    return by(unnested(graph, some, new Map(), fresh), { graph, fresh });
  };
  const found = solve(events, idcStar);
  if ("estimand" in found || "impossible" in found) return undefined;
  const given = events.filter(({ part }) => part === "given");
  const parts = [events, ...(given.length === 0 ? [] : [given])].map((some) => solve(some, idStar));
  return parts.every((part) => "estimand" in part) ? undefined : found;
}

function felt(graph: Graph, node: number, set: Setting): Setting {
  const above = ancestors(withoutArrowsInto(graph, new Set(set.keys())), [node]);
  const kept = [...set].filter(([one]) => above.has(one));
  return new Map(
    kept.map(([one, to]) => [one, "node" in to ? { node: to.node, set: felt(graph, to.node, to.set) } : to]),
  );
}
