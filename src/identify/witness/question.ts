import type { Graph } from "../../graph/graph.js";
import { printQuestion } from "../../query/print.js";
import type { Given, Question, Event as QuestionEvent, Term, World, WorldTerm } from "../../query/question.js";
import type { Event, Setting } from "../counterfactual/event.js";
import type { Instance } from "../instance.js";
import { settled } from "./copies.js";

/** A question at values as `disco ask` takes it. */
export function questionText(graph: Graph, { terms }: Instance): string {
  const questions = terms.map(({ weight, events }) => ({ weight, question: probability(graph, events) }));
  const [first, ...rest] = questions;
  return printQuestion(
    rest.reduce(
      (sum: Question, { weight, question }): Question => ({
        kind: "arithmetic",
        operator: weight < 0 ? "-" : "+",
        left: sum,
        right: times(Math.abs(weight), question),
      }),
      times(first.weight, first.question),
    ),
  );
}

function times(weight: number, question: Question): Question {
  if (weight === 1) return question;
  if (weight === -1) return { kind: "negative", of: question };
  return { kind: "arithmetic", operator: "*", left: { kind: "number", value: weight }, right: question };
}

/** With `do(...)` where all events are in one world without worlds inside, as people write it; otherwise with brackets. */
function probability(graph: Graph, events: readonly Event[]): Question {
  const worlds = new Set(events.map(({ set }) => JSON.stringify([...set].sort(([a], [b]) => a - b))));
  const [{ set }] = events;
  const isOne = worlds.size === 1 && set.size > 0 && [...set.values()].every((target) => !("node" in target));
  const write = (wanted: boolean) =>
    events.filter(({ part }) => (part !== "given") === wanted).map((event) => eventOf(graph, event, !isOne));
  const given: Given = { do: isOne ? worldOf(graph, set).set : [], events: write(false), individual: [] };
  return { kind: "probability", events: write(true), given };
}

function eventOf(graph: Graph, { node, set, at }: Event, inBrackets: boolean): QuestionEvent {
  const { name } = graph.nodes[node];
  const term: Term = inBrackets && set.size > 0 ? termOf(graph, node, set) : { kind: "term", name };
  return { term, test: { comparison: "=", value: settled(at) } };
}

function termOf(graph: Graph, node: number, set: Setting): WorldTerm {
  return { kind: "term", name: graph.nodes[node].name, world: worldOf(graph, set) };
}

function worldOf(graph: Graph, set: Setting): World {
  const settings = [...set].map(([node, target]) => ({
    variable: graph.nodes[node].name,
    to: "node" in target ? termOf(graph, target.node, target.set) : settled(target),
  }));
  return { set: settings, occasion: 1 };
}
