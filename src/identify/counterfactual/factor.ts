import type { Budget } from "../../graph/budget.js";
import { type Graph, type NodeSet, namesOf } from "../../graph/graph.js";
import { less } from "../../graph/sets.js";
import type { Estimand, Sign } from "../../query/estimand.js";
import type { Step } from "../../query/identification.js";
import { signOf } from "../estimand/build.js";
import { freeSigns, keyOf, substitute } from "../estimand/walk.js";
import { type Hedge, type Identified, id, type SearchOptions } from "../id.js";
import type { Mechanism } from "./ancestral.js";
import type { FreshSign } from "./conjunction.js";
import { type Meaning, sameMeaning } from "./event.js";

/**
 * One mechanism would have to be seen in two worlds at once: in the factor of a district, `node` is wanted with two meanings. No experiment
 * sees that. I. Shpitser and J. Pearl, JMLR 9, 2008, section 5; Correa, Lee & Bareinboim 2021, definition 3.3.
 */
export interface Thicket {
  readonly district: NodeSet;
  readonly node: number;
  readonly meanings: readonly [Meaning, Meaning];
}

/** The law of some nodes, one district of a graph without the rest, when everything else is set: in their signs and those of their parents. */
export type FactorSource = (district: NodeSet, options: SearchOptions) => Identified;

/** A formula, or what stands in its way. */
export type Found =
  | { readonly estimand: Estimand }
  | { readonly hedge: Hedge; readonly district: NodeSet }
  | { readonly thicket: Thicket };

/** What the factors of a question are identified from. */
export interface Setup {
  readonly graph: Graph;
  readonly fresh: FreshSign;
  /** How a district's law with everything else set is identified; absent: by ID, from all that is in the graph, as observed. */
  readonly factor?: FactorSource;
  readonly trace?: (step: Step) => void;
  readonly budget?: Budget | undefined;
  /** Hears of signs that stand in the formula though nobody asked: any value will do. */
  readonly arbitrary?: (sign: Sign) => void;
}

/** The probability of what the mechanisms of one district do with their parents set. */
export function factorOf(mechanisms: readonly Mechanism[], setup: Setup): Found {
  const { graph } = setup;
  const thicket = thicketIn(mechanisms);
  if (thicket !== undefined) return { thicket };
  const district = new Set(mechanisms.map(({ node }) => node));
  const all = new Set(graph.nodes.keys());
  const { trace = () => {}, budget } = setup;
  const factor = setup.factor ?? ((nodes, options) => id(graph, nodes, less(all, nodes), options));
  const found = factor(district, { trace, budget });
  if ("hedge" in found) return { hedge: found.hedge, district };
  const meanings = new Map<number, Meaning>();
  for (const { node, at, set } of mechanisms) {
    meanings.set(node, at);
    for (const [parent, to] of set) meanings.set(parent, to);
  }
  return { estimand: withMeanings(found.estimand, meanings, setup) };
}

/** A formula in signs of the variables with what these mean here in their place. Signs that mean nothing here are arbitrary. */
export function withMeanings(estimand: Estimand, nodes: ReadonlyMap<number, Meaning>, setup: Setup): Estimand {
  const meanings = new Map([...nodes].map(([node, to]) => [keyOf(signOf(setup.graph.nodes[node].name)), to]));
  for (const [key, { variable }] of freeSigns(estimand)) {
    if (meanings.has(key)) continue;
    const sign = setup.fresh(variable);
    meanings.set(key, { sign });
    setup.arbitrary?.(sign);
  }
  return substitute(estimand, meanings);
}

/** Is a node wanted with two meanings among the mechanisms of one district? */
function thicketIn(mechanisms: readonly Mechanism[]): Thicket | undefined {
  const district = new Set(mechanisms.map(({ node }) => node));
  const wanted = new Map<number, Meaning>();
  const want = (node: number, meaning: Meaning): Thicket | undefined => {
    const before = wanted.get(node);
    if (before !== undefined && !sameMeaning(before, meaning)) return { district, node, meanings: [before, meaning] };
    wanted.set(node, meaning);
    return undefined;
  };
  for (const { node, at, set } of mechanisms) {
    for (const [parent, to] of set) {
      const thicket = want(parent, to);
      if (thicket !== undefined) return thicket;
    }
    const thicket = want(node, at);
    if (thicket !== undefined) return thicket;
  }
  return undefined;
}

/** "{Y, Z}" */
export function sayNodes(graph: Graph, nodes: Iterable<number>): string {
  return `{${namesOf(graph, nodes).join(", ")}}`;
}
