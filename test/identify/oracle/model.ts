// The slow and obvious side: a full model with its latent causes, in which everything is an enumeration. Nothing of src/identify.
import type { Graph } from "../../../src/graph/graph.ts";
import type { Cells } from "../../../src/num/cells.ts";
import type { Draw } from "./random-graph.ts";

/** A causal model over the nodes of a graph, with one latent cause of two or three states for each bidirected edge. */
export interface FullModel {
  readonly graph: Graph;
  /** Number of values of each node. */
  readonly cards: readonly number[];
  readonly latents: readonly { readonly ends: readonly [number, number]; readonly law: readonly number[] }[];
  /** P(node = value | parents and latents), by node, by the state of its causes. */
  readonly tables: readonly (readonly (readonly number[])[])[];
  /** For each node its causes: parents, then latents (numbered behind the nodes). */
  readonly causes: readonly (readonly number[])[];
}

export function randomModel(draw: Draw, graph: Graph, options: { readonly ternary?: number } = {}): FullModel {
  const law = (states: number) => {
    const weights = Array.from({ length: states }, () => 0.15 + draw());
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  };
  const cards = graph.nodes.map(() => (draw() < (options.ternary ?? 0.15) ? 3 : 2));
  const latents = graph.siblings.flatMap((others, one) =>
    others
      .filter((other) => one < other)
      .map((other) => ({ ends: [one, other] as const, law: law(draw() < 0.2 ? 3 : 2) })),
  );
  const causes = graph.nodes.map((_, node) => [
    ...graph.parents[node],
    ...latents.flatMap(({ ends }, i) => (ends.includes(node) ? [graph.nodes.length + i] : [])),
  ]);
  const states = [...cards, ...latents.map(({ law: one }) => one.length)];
  const tables = causes.map((own, node) =>
    Array.from({ length: own.reduce((product, cause) => product * states[cause], 1) }, () => law(cards[node])),
  );
  return { graph, cards, latents, tables, causes };
}

/** All combinations of values. */
function* combinations(cards: readonly number[]): Generator<number[]> {
  const values = cards.map(() => 0);
  for (;;) {
    yield values;
    let digit = values.length - 1;
    while (digit >= 0 && ++values[digit] === cards[digit]) values[digit--] = 0;
    if (digit < 0) return;
  }
}

/**
 * The law of all nodes when some are set, by truncated factorisation over nodes and latents: the product of the tables of what is not set,
 * summed over the latents. Dense, the last node running fastest.
 */
export function truncated(model: FullModel, set: ReadonlyMap<number, number> = new Map()): Float64Array {
  const { graph, cards, latents, tables, causes } = model;
  const states = [...cards, ...latents.map(({ law }) => law.length)];
  const strides = cards.map((_, node) => cards.slice(node + 1).reduce((a, b) => a * b, 1));
  const result = new Float64Array(cards.reduce((a, b) => a * b, 1));
  const values = states.map(() => 0);
  /** Nodes one after the other, behind their causes; `entry` is where their values so far lead. */
  const walk = (place: number, mass: number, entry: number): void => {
    if (place === graph.order.length) {
      result[entry] += mass;
      return;
    }
    const node = graph.order[place];
    let row = 0;
    for (const cause of causes[node]) row = row * states[cause] + values[cause];
    const fixed = set.get(node);
    for (let value = 0; value < cards[node]; value++) {
      if (fixed !== undefined && value !== fixed) continue;
      values[node] = value;
      walk(place + 1, fixed === undefined ? mass * tables[node][row][value] : mass, entry + value * strides[node]);
    }
  };
  for (const latent of combinations(latents.map(({ law }) => law.length))) {
    latent.forEach((state, i) => {
      values[cards.length + i] = state;
    });
    walk(
      0,
      latents.reduce((mass, { law }, i) => mass * law[latent[i]], 1),
      0,
    );
  }
  return result;
}

/** The mass of what agrees with some values. */
export function massOf(cards: readonly number[], dense: Float64Array, fixed: ReadonlyMap<number, number>): number {
  let mass = 0;
  let entry = 0;
  for (const values of combinations(cards)) {
    let agrees = true;
    for (const [node, value] of fixed) if (values[node] !== value) agrees = false;
    if (agrees) mass += dense[entry];
    entry++;
  }
  return mass;
}

/** A dense law as the table that formulas are evaluated on. */
export function cellsOf(graph: Graph, cards: readonly number[], dense: Float64Array): Cells {
  const rows = Array.from(combinations(cards), (values) => [...values]);
  return {
    kind: "law",
    mass: dense,
    columns: graph.nodes.map(({ name }, node) => ({
      name,
      values: Array.from({ length: cards[node] }, (_, i) => i),
      codes: Int32Array.from(rows, (values) => values[node]),
    })),
  };
}
