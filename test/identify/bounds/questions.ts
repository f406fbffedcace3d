// Graphs, laws and questions as tests write them.
import { type EdgeKind, type Graph, makeGraph } from "../../../src/graph/graph.ts";
import type { Event, Part, Target } from "../../../src/identify/counterfactual/event.ts";
import type { Instance } from "../../../src/identify/instance.ts";
import type { Cells } from "../../../src/num/cells.ts";
import type { Value } from "../../../src/query/question.ts";

/** "Z -> X; X <-> Y", nodes in the order they are met. */
export function graphOf(text: string): Graph {
  const edges = text.split(";").map((edge) => {
    const [from, kind, to] = edge.trim().split(" ");
    return { from, kind: kind as EdgeKind, to };
  });
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return makeGraph(
    names.map((name) => ({ name, roles: [] })),
    edges,
  );
}

/** Rows of values, one for each name, and then the mass. */
export function table(
  names: readonly string[],
  rows: readonly (readonly Value[])[],
  kind: Cells["kind"] = "law",
): Cells {
  return {
    kind,
    mass: Float64Array.from(rows, (row) => Number(row[names.length])),
    columns: names.map((name, i) => {
      const values = [...new Set(rows.map((row) => row[i]))].sort();
      return { name, values, codes: Int32Array.from(rows, (row) => values.indexOf(row[i])) };
    }),
  };
}

/** What a world sets: values, or what a variable is in another world. */
export type Worlds = Readonly<Record<string, Value | { readonly of: string; readonly set: Worlds }>>;

export function event(graph: Graph, name: string, at: Value, set: Worlds = {}, part: Part = "asked"): Event {
  const node = (one: string) => graph.numbers.get(one)!;
  const world = (some: Worlds): ReadonlyMap<number, Target> =>
    new Map(
      Object.entries(some).map(([one, to]): [number, Target] => [
        node(one),
        typeof to === "object" ? { node: node(to.of), set: world(to.set) } : { value: to },
      ]),
    );
  return { node: node(name), at: { value: at }, set: world(set), part };
}

/** `weight` P(events), summed. */
export function question(...terms: readonly (readonly [number, ...Event[]])[]): Instance {
  return { terms: terms.map(([weight, ...events]) => ({ weight, events })), text: "" };
}

/** P(Y[X=1]=1) - P(Y[X=0]=1). */
export function effect(graph: Graph, treatment: string, outcome: string): Instance {
  return question(
    [1, event(graph, outcome, 1, { [treatment]: 1 })],
    [-1, event(graph, outcome, 1, { [treatment]: 0 })],
  );
}
