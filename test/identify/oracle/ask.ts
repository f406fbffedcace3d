// Questions P(y | do(x), z) about random models, and the two things an answer can be held against.
import type { Graph } from "../../../src/graph/graph.js";
import { plainOf, say } from "../../graph/algorithms/plain.js";
import { type FullModel, massOf, randomModel, truncated } from "./model.js";
import { rowsOf, unsettled } from "./moves.js";
import { type Draw, randomGraph, shuffled } from "./random-graph.js";

/** P(y | do(x), z), by number. */
export interface Asked {
  readonly y: readonly number[];
  readonly x: readonly number[];
  readonly z: readonly number[];
}

/** What is asked of one model. */
export interface Questioned extends Asked {
  readonly graph: Graph;
  readonly model: FullModel;
}

/** Which sizes of y, x and z to draw, and how large a model may be. */
export interface AskOptions {
  readonly sizes: readonly number[];
  readonly directed?: number;
  readonly shared?: number;
  /** Most combinations of values, of latents too. */
  readonly states?: number;
  readonly ternary?: number;
}

/** Random models with a random question each; z is empty in about half of them. */
export function* questions(draw: Draw, count: number, options: AskOptions): Generator<Questioned> {
  const { sizes, directed = 0.45, shared = 0.35, states = 2048, ternary = 0.15 } = options;
  for (let made = 0; made < count; ) {
    const size = sizes[made % sizes.length];
    const graph = randomGraph(draw, size, 0.15 + directed * draw(), shared * draw());
    const model = randomModel(draw, graph, { ternary });
    if (statesOf(model) > states) continue;
    made++;
    yield { graph, model, ...split(draw, shuffled(draw, [...graph.nodes.keys()])) };
  }
}

/** One or two nodes for each role, as far as they go. */
export function split(draw: Draw, order: readonly number[]): Asked {
  const causes = draw() < 0.6 ? 1 : 2;
  const effects = order.length - causes > 1 && draw() < 0.4 ? 2 : 1;
  const held = draw() < 0.5 ? 0 : 1 + Math.floor(2 * draw());
  const [to, from] = [causes + effects, causes];
  return { x: order.slice(0, from), y: order.slice(from, to), z: order.slice(to, to + held) };
}

/** Combinations of values of everything, latents included. */
export function statesOf({ cards, latents }: FullModel): number {
  return [...cards, ...latents.map(({ law }) => law.length)].reduce((product, card) => product * card, 1);
}

export function sayAsked({ graph, y, x, z }: Asked & { readonly graph: Graph }): string {
  const names = (nodes: readonly number[]) => nodes.map((node) => graph.nodes[node].name).join(", ");
  return `${say(plainOf(graph))}: P(${names(y)} | do(${names(x)}), ${names(z)})`;
}

/**
 * Is the answer open, given the law of what is measured? As far as near models tell; see `unsettled`. Asked at the first value of
 * everything.
 */
export function isOpen({ model, y, x, z }: Questioned): boolean {
  const first = (nodes: readonly number[]) => new Map(nodes.map((node) => [node, 0]));
  const look = () => {
    const set = truncated(model, first(x));
    return {
      known: truncated(model),
      top: massOf(model.cards, set, first([...y, ...z])),
      bottom: massOf(model.cards, set, first(z)),
    };
  };
  return unsettled(rowsOf(model), look) > 1e-6;
}
