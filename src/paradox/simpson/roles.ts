import { DiscoError } from "../../error.js";
import { type Graph, type NodeSet, refuseOpen, withRole } from "../../graph/graph.js";
import { descendants, onCausalPaths } from "../../graph/relatives.js";
import { rolesOf } from "../../graph/role-of.js";
import { connected, separated } from "../../graph/separation.js";
import { isApart, join } from "../../graph/sets.js";
import { withoutArrowsOutOf, withoutEdges } from "../../graph/views.js";
import { shown } from "../../num/complaint.js";
import { nearestName } from "../../num/nearest.js";
import type { GraphReading, StratifierRole } from "../../query/simpson.js";

/** A graph with the treatment and the outcome found in it. */
export interface Placed {
  readonly graph: Graph;
  readonly treatment: number;
  readonly outcome: number;
  /** By which the rows were selected: all have it. */
  readonly selected: NodeSet;
}

/**
 * @throws DiscoError where the graph lacks the treatment or the outcome, or leaves a direction open
 */
export function placeIn(graph: Graph, treatment: string, outcome: string): Placed {
  refuseOpen(graph);
  const [x, y] = [treatment, outcome].map((name) => {
    const node = graph.numbers.get(name);
    if (node !== undefined) return node;
    const near = nearestName(name, [...graph.numbers.keys()]);
    const meant = near === undefined ? "" : `; did you mean ${shown(near)}?`;
    const wrong = `the ${name === treatment ? "treatment" : "outcome"} is no variable of the graph${meant}`;
    throw new DiscoError({
      who: "graph",
      wrong,
      given: shown(name),
      next: "draw it, with what causes it and what it causes",
    });
  });
  return { graph, treatment: x, outcome: y, selected: withRole(graph, "selected") };
}

/** What the graph says when these columns are held fixed. */
export function readGraph(placed: Placed, by: readonly string[]): GraphReading {
  const { graph, treatment, outcome, selected } = placed;
  const [x, y] = [new Set([treatment]), new Set([outcome])];
  const known = rolesOf(graph, graph.nodes[treatment].name, graph.nodes[outcome].name);
  const roles = Object.fromEntries(by.map((name): [string, StratifierRole] => [name, known.get(name) ?? "unknown"]));
  const nodes = by.map((name) => graph.numbers.get(name));
  const raw = isAdjustment(placed, new Set());
  if (nodes.some((node) => node === undefined)) return { roles, adjusted: null, raw, standardised: "unknown" };
  const held = new Set(nodes as number[]);
  const adjusted = isAdjustment(placed, held);
  if (adjusted) return { roles, adjusted, raw, standardised: "effect" };
  const kinds = Object.values(roles);
  const spoilt = kinds.some((role) => ["collider", "after outcome", "after treatment"].includes(role));
  const mediators = new Set([...held].filter((node) => onCausalPaths(graph, x, y).has(node)));
  if (spoilt) return { roles, adjusted, raw, standardised: "biased" };
  if (mediators.size > 0) {
    // With the mediators set as well as the treatment: does anything but causes connect them with the outcome? The others are given.
    const set = join(x, mediators);
    const rest = new Set([...held].filter((node) => !mediators.has(node)));
    const before = isApart(rest, descendants(graph, set));
    const open = connected(withoutArrowsOutOf(graph, set), y, join(rest, selected));
    const direct = before && isApart(set, open);
    return { roles, adjusted, raw, standardised: direct ? "direct effect" : "biased" };
  }
  return { roles, adjusted, raw, standardised: "open" };
}

/**
 * Is the difference standardised over these columns the effect? They may hold nothing that comes behind a causal path, and must block every path
 * that is none. Source: I. Shpitser, T. VanderWeele and J. Robins, UAI 2010 (the back-door criterion, complete). Cost: O(nodes + edges).
 */
function isAdjustment({ graph, treatment, outcome, selected }: Placed, held: NodeSet): boolean {
  const [x, y] = [new Set([treatment]), new Set([outcome])];
  const causal = onCausalPaths(graph, x, y);
  if (!isApart(held, join(descendants(graph, causal), y))) return false;
  const others = withoutEdges(graph, (from, to) => from === treatment && causal.has(to));
  return separated(others, x, y, join(held, selected));
}
