import type { Budget } from "../graph/budget.js";
import { edgesOf, type Graph, makeGraph, type Node, namesOf, withRole } from "../graph/graph.js";
import { type Independence, impliedIndependencies } from "../graph/independencies.js";
import { listed } from "../num/say-names.js";
import type { Remark } from "../query/answer.js";
import type { IndependenceTest } from "../query/graph-check.js";
import { count } from "./say.js";

/** Pairs whose dependence among the rows is measured and told. */
const SHOWN = 3;

/**
 * Pairs that the graph separates among everybody and not among the selected: a selection which is a common effect ties them together
 * (Berkson). Cost: that of `impliedIndependencies`.
 * @param shown the graph without its latent nodes
 * @param claims what it implies among the selected
 */
export function tiedBySelection(
  shown: Graph,
  claims: readonly Independence[],
  budget?: Budget,
): readonly Independence[] {
  const selected = withRole(shown, "selected");
  if (selected.size === 0) return [];
  // Nobody looks at a selection that was never made: it is one more unmeasured effect.
  const unselected = (node: Node, at: number): Node => (selected.has(at) ? { ...node, roles: ["latent"] } : node);
  if (selected.size === shown.nodes.length) return [];
  const free = makeGraph(shown.nodes.map(unselected), edgesOf(shown));
  const { independencies } = impliedIndependencies(free, budget === undefined ? {} : { budget });
  const key = ({ one, other }: Independence) => [one, other].sort().join("\u0000");
  const kept = new Set(claims.map(key));
  return independencies.filter((pair) => !kept.has(key(pair)));
}

/** What a selection by a common effect does to the check: which pairs it ties, and how strongly they go together among the rows. */
export async function selectionRemarks(
  shown: Graph,
  tied: readonly Independence[],
  test: (pair: Independence) => Promise<IndependenceTest>,
): Promise<readonly Remark[]> {
  if (tied.length === 0) return [];
  const names = listed(namesOf(shown, withRole(shown, "selected")));
  const measured = await Promise.all(tied.slice(0, SHOWN).map(test));
  const pairs = measured.map(({ one, other, given, strength }) => {
    const within = given.length === 0 ? "" : ` given ${listed(given)}`;
    return `${one} and ${other}${within}${strength === null ? "" : ` (dependence among these rows ${strength.toFixed(2)})`}`;
  });
  const more = tied.length > SHOWN ? ` and ${count(tied.length - SHOWN, "more pair")}` : "";
  const text = `Rows are here only where ${names} is 1, which by the graph is a common effect: it ties ${listed(pairs)}${more}, which would be independent among everybody (Berkson). They were not tested. Rows that were not selected would show more; disco identify with this graph says which effects can be recovered from these.`;
  return [{ id: "selected-by-common-effect", text }];
}
