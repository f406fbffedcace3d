import type { Model, UnitType } from "../model.js";
import type { Network, Node } from "../network.js";
import type { Unable } from "../request.js";
import type { Division } from "./intervals.js";

/** Most rows of a variable's own table that this engine makes. */
const MOST_ROWS = 2 ** 20;

/** A node's mechanism and the values it can take. */
export interface FiniteNode extends Node {
  readonly division: Division;
  readonly values: readonly number[];
  /** Distinct nodes among the parents, ascending. */
  readonly above: readonly number[];
}

/** Gives every node its list of values; `equals` takes its from those of its parents, for all units. */
export function finiteNodes(
  model: Model,
  network: Network,
  divisionFor: (variable: number) => Division | undefined,
  units: readonly UnitType[],
): readonly FiniteNode[] | Unable {
  const nodes: FiniteNode[] = [];
  const scratch = new Float64Array(model.variables.length);
  for (const node of network.nodes) {
    const { name } = model.variables[node.variable];
    const division = divisionFor(node.variable);
    if (division === undefined) return { unable: `${name} has a continuum of values` };
    const above = [...new Set(node.parents.flatMap((source) => ("node" in source ? [source.node] : [])))].sort(
      (a, b) => a - b,
    );
    const rows = above.reduce((product, parent) => product * nodes[parent].values.length, 1);
    if (rows * (division.values?.length ?? 1) > MOST_ROWS || (division.value && rows * units.length > MOST_ROWS)) {
      return { unable: `${name} has ${node.parents.length} parents: its table would have ${sizeWords(rows)} rows` };
    }
    const made = { ...node, division, above, values: division.values ?? [] };
    nodes.push(division.value ? { ...made, values: reachable(model, made, nodes, units, scratch) } : made);
  }
  return nodes;
}

/** 1,048,576 as it is, 5.76e17 when nobody would read the digits. */
export function sizeWords(size: number): string {
  return size < 1e7 ? size.toLocaleString("en-US") : size.toExponential(1);
}

/** What a node's configurations are walked in. */
export interface Surroundings {
  readonly model: Model;
  readonly nodes: readonly FiniteNode[];
  /** Room for one value of each variable, used again and again: a model may have very many. */
  readonly scratch: Float64Array;
}

/**
 * Calls `visit` for every configuration of a node's parents, the last of `above` running fastest, with the parents' values in
 * `variables` (by index of variable). `held(node)` lists the places in a node's values that are possible.
 */
export function forParents(
  { model, nodes, scratch: variables }: Surroundings,
  node: FiniteNode,
  held: (node: number) => readonly number[],
  visit: (variables: Float64Array, row: number) => void,
): void {
  const { parents } = model.variables[node.variable];
  const counter = node.above.map(() => 0);
  const fill = () => {
    node.parents.forEach((source, i) => {
      if ("value" in source) variables[parents[i]] = source.value;
      else {
        const place = held(source.node)[counter[node.above.indexOf(source.node)]];
        variables[parents[i]] = nodes[source.node].values[place];
      }
    });
  };
  const rows = node.above.reduce((product, parent) => product * held(parent).length, 1);
  for (let row = 0; row < rows; row++) {
    fill();
    visit(variables, row);
    for (let digit = counter.length - 1; digit >= 0; digit--) {
      if (++counter[digit] < held(node.above[digit]).length) break;
      counter[digit] = 0;
    }
  }
}

/** Values of an `equals` node over all its parents' configurations and all units, ascending. */
function reachable(
  model: Model,
  node: FiniteNode,
  nodes: readonly FiniteNode[],
  units: readonly UnitType[],
  scratch: Float64Array,
): readonly number[] {
  const values = new Set<number>();
  const all = (one: number) => nodes[one].values.map((_, place) => place);
  const value = node.division.value!;
  forParents({ model, nodes, scratch }, node, all, (variables) => {
    for (const { attributes } of units) values.add(value(variables, attributes));
  });
  return [...values].sort((a, b) => a - b);
}
