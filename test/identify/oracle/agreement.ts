// Formulas against models: both sides at every value of everything that stands free.
import type { Graph } from "../../../src/graph/graph.ts";
import { evaluate, type Tables } from "../../../src/identify/estimand/evaluate.ts";
import type { Estimand } from "../../../src/query/estimand.ts";
import { type FullModel, massOf, truncated } from "./model.ts";

/** Values of nodes. */
export type Values = ReadonlyMap<number, number>;

/** P(y | do(x), z) of a model at values of all three, by truncated factorisation. Laws are kept, one for each setting. */
export function effectIn(
  model: FullModel,
  y: readonly number[],
  x: readonly number[],
  z: readonly number[] = [],
): (at: Values) => number {
  const laws = new Map<string, Float64Array>();
  const at = (nodes: readonly number[], values: Values) => new Map(nodes.map((node) => [node, values.get(node)!]));
  return (values) => {
    const set = at(x, values);
    const key = [...set].join(";");
    const law = laws.get(key) ?? truncated(model, set);
    laws.set(key, law);
    return massOf(model.cards, law, at([...y, ...z], values)) / massOf(model.cards, law, at(z, values));
  };
}

/**
 * The largest difference between a formula and the truth, over all values of `nodes` and of whatever else stands free in the formula: that
 * must make no difference. Infinite where the formula has no value, as every law here is positive.
 */
export function worstError(
  estimand: Estimand,
  { graph, cards }: { readonly graph: Graph; readonly cards: readonly number[] },
  tables: Tables,
  nodes: readonly number[],
  truth: (at: Values) => number,
): number {
  const { grid } = evaluate(estimand, tables);
  const open = grid.scope.map((key) => {
    const [, mark, name] = /^(\d+) (.*)$/.exec(key)!;
    const node = graph.numbers.get(name)!;
    // A primed sign stands for nothing that was asked.
    return mark === "0" ? node : -1 - node;
  });
  const free = [...new Set([...nodes, ...open])];
  let worst = 0;
  for (const values of combinationsOf(free.map((one) => cards[one < 0 ? -1 - one : one]))) {
    const at = new Map(free.map((one, i) => [one, values[i]]));
    const entry = open.reduce((place, one, i) => place * grid.cards[i] + at.get(one)!, 0);
    const error = Math.abs(grid.data[entry] - truth(at));
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return worst;
}

/** All combinations of digits below these. */
export function combinationsOf(cards: readonly number[]): number[][] {
  return cards.reduce<number[][]>(
    (all, card) => all.flatMap((head) => Array.from({ length: card }, (_, digit) => [...head, digit])),
    [[]],
  );
}
