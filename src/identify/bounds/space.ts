import { DiscoError } from "../../error.js";
import type { Graph } from "../../graph/graph.js";
import { type Cells, columnOf } from "../../num/cells.js";
import type { Value } from "../../query/question.js";
import type { Event, Meaning, Target } from "../counterfactual/event.js";

/** The part of a graph that matters to a question, its variables in numbers, and the table they were seen in. */
export interface Space {
  readonly graph: Graph;
  /** The nodes that matter, all their ancestors among them, causes before effects. */
  readonly order: readonly number[];
  /** By node: its values, those of the table first; a value's place here is its code. */
  readonly values: readonly (readonly Value[])[];
  readonly cells: Cells;
  /** By node: the code of each row of the table. */
  readonly codes: readonly Int32Array[];
}

/**
 * The space of some nodes. A value that the question names and no row has is one of its variable's values all the same.
 * @throws DiscoError for a variable that the table does not have, and for a table without any mass
 */
export function spaceOf(graph: Graph, nodes: ReadonlySet<number>, events: readonly Event[], cells: Cells): Space {
  if (!cells.mass.some((mass) => mass > 0)) {
    throw new DiscoError({ who: "identify", wrong: "the table has no rows", next: "give one with observations in it" });
  }
  const named = valuesNamed(events);
  const columns = graph.nodes.map(({ name }, node) => (nodes.has(node) ? known(cells, name) : undefined));
  return {
    graph,
    order: graph.order.filter((node) => nodes.has(node)),
    values: columns.map((column, node) =>
      column === undefined ? [] : [...new Set([...column.values, ...(named.get(node) ?? [])])],
    ),
    cells,
    codes: columns.map((column) => column?.codes ?? new Int32Array(0)),
  };
}

function known(cells: Cells, name: string) {
  const column = columnOf(cells, name);
  if (column !== undefined) return column;
  throw new DiscoError({
    who: "identify",
    wrong: "the table does not have a variable of the graph",
    given: name,
    next: "name the column, or mark the variable as latent in the graph",
  });
}

/** How many combinations of values some nodes have. */
export function combinations({ values }: Space, nodes: readonly number[]): number {
  return nodes.reduce((product, node) => product * values[node].length, 1);
}

/** Visits every combination of values of some nodes, written into `codes` by node. */
export function eachCombination(space: Space, nodes: readonly number[], codes: Int32Array, visit: () => void): void {
  const [node, ...rest] = nodes;
  if (node === undefined) visit();
  else
    for (let code = 0; code < space.values[node].length; code++) {
      codes[node] = code;
      eachCombination(space, rest, codes, visit);
    }
}

/** The number of a combination of values of some nodes, the last running fastest. */
export function placeOf({ values }: Space, nodes: readonly number[], codeOf: (node: number) => number): number {
  return nodes.reduce((place, node) => place * values[node].length + codeOf(node), 0);
}

/** The nodes that events are about, worlds inside worlds included. */
export function nodesAsked(events: readonly Event[]): ReadonlySet<number> {
  const found = new Set<number>();
  eachTarget(events, (node, target) => {
    if (target === "event") found.add(node);
  });
  return found;
}

function valuesNamed(events: readonly Event[]): ReadonlyMap<number, readonly Value[]> {
  const found = new Map<number, Value[]>();
  eachTarget(events, (node, _, at) => {
    if (at !== undefined && "value" in at) found.set(node, [...(found.get(node) ?? []), at.value]);
  });
  return found;
}

/** Visits what events are about and what their worlds set, worlds inside worlds included. */
function eachTarget(
  events: readonly Event[],
  visit: (node: number, kind: "event" | "setting", at: Meaning | undefined) => void,
): void {
  const settings = (set: Event["set"]) => {
    for (const [node, to] of set) target(node, to);
  };
  const target = (node: number, to: Target) => {
    if (!("node" in to)) return visit(node, "setting", to);
    visit(to.node, "event", undefined);
    settings(to.set);
  };
  for (const { node, set, at } of events) {
    visit(node, "event", at);
    settings(set);
  }
}
