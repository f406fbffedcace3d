import { DiscoError } from "../../error.js";
import { type Edge, type Graph, makeGraph, type Role } from "../graph.js";
import { edgeOf, type Marks } from "./edges.js";

/** An edge between variables by number. */
export interface DraftEdge {
  readonly from: number;
  readonly to: number;
  readonly kind: Edge["kind"];
}

/** A graph while it is read: variables in the order in which they are first named, edges in the order in which they are written. */
export interface Draft {
  readonly names: readonly string[];
  readonly edges: readonly DraftEdge[];
  /** The number of a variable, which is added where it is new. */
  readonly node: (name: string) => number;
  /** The roles of a variable. Where it was given others before, `wrong` is called with words for them and for these. */
  readonly give: (node: number, roles: readonly Role[], wrong: (before: string, now: string) => DiscoError) => void;
  /** Edges from each to each. */
  readonly link: (one: readonly number[], marks: Marks, other: readonly number[]) => void;
  /** From now on an edge that is there already is not added again (DOT's `strict`). */
  readonly keepOnce: () => void;
  readonly graph: () => Graph;
}

/** Groups multiply: a short text may stand for more edges than there is memory. */
const MOST_EDGES = 1_000_000;

export function newDraft(who: string): Draft {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const given: (readonly Role[] | undefined)[] = [];
  const edges: DraftEdge[] = [];
  let met: Set<string> | undefined;
  const add = (edge: DraftEdge) => {
    const { from, to, kind } = edge;
    const key = kind === "->" ? `${from}>${to}` : `${Math.min(from, to)}${kind}${Math.max(from, to)}`;
    if (met?.has(key)) return;
    met?.add(key);
    edges.push(edge);
  };
  return {
    names,
    edges,
    node: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
    give: (node, roles, wrong) => {
      const before = given[node];
      if (before !== undefined && !alike(before, roles)) throw wrong(say(before), say(roles));
      given[node] = roles;
    },
    link: (one, marks, other) => {
      if (edges.length + one.length * other.length > MOST_EDGES) throw tooMany(who);
      for (const left of one) for (const right of other) add(edgeOf(left, marks, right));
    },
    keepOnce: () => {
      met = new Set();
    },
    graph: () =>
      makeGraph(
        names.map((name, node) => ({ name, roles: given[node] ?? [] })),
        edges.map(({ from, to, kind }) => ({ from: names[from], to: names[to], kind })),
      ),
  };
}

function alike(one: readonly Role[], other: readonly Role[]): boolean {
  return one.every((role) => other.includes(role)) && other.every((role) => one.includes(role));
}

function say(roles: readonly Role[]): string {
  return roles.length === 0 ? "measured, without a role" : roles.join(", ");
}

function tooMany(who: string): DiscoError {
  return new DiscoError({
    who,
    wrong: "there are more than 1,000,000 edges",
    next: "take edges out; a group in braces stands for an edge to each of its variables",
  });
}
