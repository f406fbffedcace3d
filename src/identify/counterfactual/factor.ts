import { type Graph, type NodeSet, namesOf } from "../../graph/graph.js";
import { less } from "../../graph/sets.js";
import type { Estimand, Sign } from "../../query/estimand.js";
import type { Step } from "../../query/identification.js";
import { signOf } from "../estimand/build.js";
import { freeSigns, keyOf, substitute } from "../estimand/walk.js";
import { type Hedge, id } from "../id.js";
import type { Joint } from "../joint.js";
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

/** A formula, or what stands in its way. */
export type Found =
  | { readonly estimand: Estimand }
  | { readonly hedge: Hedge; readonly district: NodeSet }
  | { readonly thicket: Thicket };

/** What the factors of a question are identified from. */
export interface Setup {
  readonly graph: Graph;
  readonly fresh: FreshSign;
  readonly joint?: Joint;
  readonly trace?: (step: Step) => void;
  /** Hears of signs that stand in the formula though nobody asked: any value will do. */
  readonly arbitrary?: (sign: Sign) => void;
}

/** The probability of what the mechanisms of one district do with their parents set. */
export function factorOf(mechanisms: readonly Mechanism[], setup: Setup): Found {
  const { graph, fresh } = setup;
  const thicket = thicketIn(mechanisms);
  if (thicket !== undefined) return { thicket };
  const district = new Set(mechanisms.map(({ node }) => node));
  const all = setup.joint === undefined ? new Set(graph.nodes.keys()) : new Set(setup.joint.nodes);
  const found = id(graph, district, less(all, district), {
    ...(setup.joint === undefined ? {} : { joint: setup.joint }),
    ...(setup.trace === undefined ? {} : { trace: setup.trace }),
  });
  if ("hedge" in found) return { hedge: found.hedge, district };
  const meanings = new Map<string, Meaning>();
  for (const { node, at, set } of mechanisms) {
    meanings.set(keyOf(signOf(graph.nodes[node].name)), at);
    for (const [parent, to] of set) meanings.set(keyOf(signOf(graph.nodes[parent].name)), to);
  }
  for (const [key, sign] of freeSigns(found.estimand)) {
    if (meanings.has(key)) continue;
    const free = fresh(sign.variable);
    meanings.set(key, { sign: free });
    setup.arbitrary?.(free);
  }
  return { estimand: substitute(found.estimand, meanings) };
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
