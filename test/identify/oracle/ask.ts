// Questions P(y | do(x), z) about random models, and the two things an answer can be held against.
import type { Graph } from "../../../src/graph/graph.js";
import type { Part } from "../../../src/identify/counterfactual/event.js";
import type { Atom } from "../../../src/identify/question/asked.js";
import type { Sign } from "../../../src/query/estimand.js";
import { plainOf, say } from "../../graph/algorithms/plain.js";
import { type FullModel, massOf, randomModel, truncated } from "./model.js";
import { type Row, rowsOf, unsettled } from "./moves.js";
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

/** One or two nodes for each role, as far as two or more nodes go. */
export function split(draw: Draw, order: readonly number[]): Asked {
  const causes = draw() < 0.6 || order.length < 3 ? 1 : 2;
  const effects = order.length - causes > 1 && draw() < 0.4 ? 2 : 1;
  const held = draw() < 0.5 ? 0 : 1 + Math.floor(2 * draw());
  const [to, from] = [causes + effects, causes];
  return { x: order.slice(0, from), y: order.slice(from, to), z: order.slice(to, to + held) };
}

/** Combinations of values of everything, latents included. */
function statesOf({ cards, latents }: FullModel): number {
  return [...cards, ...latents.map(({ law }) => law.length)].reduce((product, card) => product * card, 1);
}

export function sayAsked({ graph, y, x, z }: Asked & { readonly graph: Graph }): string {
  const names = (nodes: readonly number[]) => nodes.map((node) => graph.nodes[node].name).join(", ");
  return `${say(plainOf(graph))}: P(${names(y)} | do(${names(x)}), ${names(z)})`;
}

/**
 * Is the answer open, given what is known? As far as near models tell; see `unsettled`. Asked at the first value of everything.
 */
export function isOpen(
  { model, y, x, z }: Asked & { readonly model: FullModel },
  { known = () => truncated(model), rows = rowsOf(model), upToScale = false }: OpenOptions = {},
): boolean {
  const first = (nodes: readonly number[]) => new Map(nodes.map((node) => [node, 0]));
  const look = () => {
    const set = truncated(model, first(x));
    const [top, bottom] = [first([...y, ...z]), first(z)].map((at) => massOf(model.cards, set, at));
    return { known: known(), top, bottom };
  };
  return unsettled(rows, look, upToScale) > 1e-6;
}

export interface OpenOptions {
  /** The numbers that are known; absent: the law of what is measured. */
  readonly known?: () => ArrayLike<number>;
  /** What may move; absent: the rows of the model. */
  readonly rows?: readonly Row[];
  /** The known numbers are one law times something unknown. */
  readonly upToScale?: boolean;
}

/** The question as the identification of one question takes it, all values left open. */
export function atomOf({ graph, y, x, z }: Asked & { readonly graph: Graph }): {
  readonly atom: Atom;
  readonly open: readonly Sign[];
} {
  const sign = (node: number): Sign => ({ variable: graph.nodes[node].name, mark: 0 });
  const set = new Map(x.map((node) => [node, { sign: sign(node) }]));
  const event = (part: Part) => (node: number) => ({ node, set, at: { sign: sign(node) }, part });
  const events = [...y.map(event("asked")), ...z.map(event("given"))];
  return { atom: { kind: "atom", events, bounds: new Map(), text: "" }, open: [...y, ...x, ...z].map(sign) };
}

/** How many models with idle causes are looked at before it is said that all of them settle a question. */
const MANY = 100;

/**
 * Does a model that is like these in its graph leave the question open? These themselves as a rule. But what almost all models settle, by an
 * independence or because their latents have few states, others may leave open, and then there is no formula: models with idle causes.
 */
export function isOpenSomewhere<Models extends readonly FullModel[]>(
  draw: Draw,
  models: Models,
  open: (models: Models) => boolean,
): boolean {
  const idle = () => models.map((model) => withIdleCauses(draw, model)) as unknown as Models;
  return open(models) || Array.from({ length: MANY }).some(() => open(idle()));
}

/**
 * The same model with some causes idle, at random: their values make no difference to some of their effects.
 */
function withIdleCauses(draw: Draw, model: FullModel): FullModel {
  const states = [...model.cards, ...model.latents.map(({ law }) => law.length)];
  const chance = 0.2 + 0.5 * draw();
  const tables = model.tables.map((rows, node) => {
    const idle = model.causes[node].map(() => draw() < chance);
    const seen = new Map<string, readonly number[]>();
    return rows.map((row, place) => {
      const values: number[] = [];
      let rest = place;
      for (const cause of [...model.causes[node]].reverse()) {
        values.unshift(rest % states[cause]);
        rest = Math.floor(rest / states[cause]);
      }
      const key = values.filter((_, i) => !idle[i]).join();
      const own = seen.get(key) ?? row;
      seen.set(key, own);
      return [...own];
    });
  });
  return { ...model, tables };
}

/** Another model of the same graph, whose latents have four states each. */
export function withRichLatents(draw: Draw, model: FullModel): FullModel {
  const law = (states: number) => {
    const weights = Array.from({ length: states }, () => 0.15 + draw());
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  };
  const latents = model.latents.map(({ ends }) => ({ ends, law: law(4) }));
  const states = [...model.cards, ...latents.map(() => 4)];
  const tables = model.causes.map((causes, node) =>
    Array.from({ length: causes.reduce((product, cause) => product * states[cause], 1) }, () => law(model.cards[node])),
  );
  return { ...model, latents, tables };
}
