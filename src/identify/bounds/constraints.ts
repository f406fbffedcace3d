import { parentsOf } from "../../graph/relatives.js";
import { pillow } from "../joint.js";
import { type Limits, refuseHuge, Unsolved } from "./limits.js";
import { combinations, placeOf, type Space } from "./space.js";

/** A step from node to node of a block, by value; at its end the row of the input that holds what was reached. */
export type Branch = { readonly row: number } | { readonly next: readonly Branch[] };

/** One row: the probability of what the block's nodes do when its outside causes are set. */
export interface Row {
  readonly mass: number;
  /** By node: codes of the outside causes, and of the block's nodes as far as the row says what they do; -1 elsewhere. */
  readonly codes: Int32Array;
}

/** A combination of values of the outside causes that some row of the table has, and what the block then does. */
export interface Input {
  /** By node, -1 elsewhere. */
  readonly codes: Int32Array;
  readonly rows: readonly Row[];
  readonly root: Branch;
  /** Does the table show all that the block then does? */
  readonly complete: boolean;
}

/** What the law says of a block of districts. */
export interface Constraints {
  /** The block, causes before effects. */
  readonly nodes: readonly number[];
  /** Its causes outside. */
  readonly outside: readonly number[];
  readonly inputs: readonly Input[];
}

/**
 * The law Q of a block when everything else is set, at the values of its outside causes: the product, in a causal order, of the law of each
 * node given its Markov pillow (J. Tian and J. Pearl, AAAI 2002, lemma 1). Where no row has a pillow, no more is said than the shorter product
 * before it. Combinations of the outside causes that no row has say nothing that others do not.
 * @throws Unsolved
 * Cost: rows of the table times nodes, and inputs times combinations of the block's values.
 */
export function constraintsOf(space: Space, block: ReadonlySet<number>, { mostTypes }: Limits): Constraints {
  const { graph, order, values } = space;
  const nodes = order.filter((node) => block.has(node));
  const around = parentsOf(graph, block);
  const outside = order.filter((node) => around.has(node));
  refuseHuge(combinations(space, [...outside, ...nodes]));
  const seen = seenOf(space, outside);
  const size = seen.length * combinations(space, nodes);
  if (size > mostTypes) {
    throw new Unsolved(`The linear program would have ${size} rows, and ${mostTypes} are the most it may have.`);
  }
  const links = nodes.map((node) => linkOf(space, node));
  const inputs = seen.map((codes): Input => {
    const rows: Row[] = [];
    const at = codes.slice();
    let complete = true;
    const end = (mass: number): Branch => ({ row: rows.push({ mass, codes: at.slice() }) - 1 });
    const grow = (depth: number, mass: number): Branch => {
      if (depth === nodes.length || mass === 0) return end(mass);
      const shares = links[depth](at);
      if (shares === undefined) {
        complete = false;
        return end(mass);
      }
      const node = nodes[depth];
      const next = values[node].map((_, code) => {
        at[node] = code;
        return grow(depth + 1, mass * shares[code]);
      });
      at[node] = -1;
      return { next };
    };
    return { codes, root: grow(0, 1), rows, complete };
  });
  return { nodes, outside, inputs };
}

/** The combinations of values of some nodes that rows have, by node. */
function seenOf(space: Space, nodes: readonly number[]): readonly Int32Array[] {
  const { graph, cells, codes } = space;
  const found = new Map<number, Int32Array>();
  cells.mass.forEach((mass, row) => {
    const place = placeOf(space, nodes, (node) => codes[node][row]);
    if (mass === 0 || found.has(place)) return;
    const own = new Int32Array(graph.nodes.length).fill(-1);
    for (const node of nodes) own[node] = codes[node][row];
    found.set(place, own);
  });
  return [...found].sort(([a], [b]) => a - b).map(([, own]) => own);
}

/** P(node | its Markov pillow) by code, at codes of the pillow; undefined where no row has these. */
function linkOf(space: Space, node: number): (at: Int32Array) => Float64Array | undefined {
  const { graph, order, values, cells, codes } = space;
  const earlier = new Set(order.slice(0, order.indexOf(node)));
  const given = [...pillow(graph, node, (other) => earlier.has(other))];
  const shares = new Map<number, Float64Array>();
  cells.mass.forEach((mass, row) => {
    if (mass === 0) return;
    const place = placeOf(space, given, (one) => codes[one][row]);
    const own = shares.get(place) ?? new Float64Array(values[node].length);
    own[codes[node][row]] += mass;
    shares.set(place, own);
  });
  for (const own of shares.values()) {
    const total = own.reduce((sum, mass) => sum + mass, 0);
    for (let code = 0; code < own.length; code++) own[code] /= total;
  }
  return (at) => shares.get(placeOf(space, given, (one) => at[one]));
}
