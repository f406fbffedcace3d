import type { Budget } from "./budget.js";
import { type Graph, type NodeSet, namesOf, refuseOpen, withRole } from "./graph.js";
import { latentProjection } from "./projection.js";
import { minimalSeparator } from "./separators.js";

/** `one` and `other` are independent given `given`, says the graph. */
export interface Independence {
  readonly one: string;
  readonly other: string;
  readonly given: readonly string[];
}

/** What a graph implies about measured variables. */
export interface Independencies {
  /** One for each pair that can be separated, with a set from which nothing can be taken away. */
  readonly independencies: readonly Independence[];
  /**
   * Pairs that no edge links and yet nothing separates: what the graph implies about them, if anything, is no independence (T. Verma and
   * J. Pearl, UAI 1990).
   */
  readonly inseparable: readonly (readonly [string, string])[];
  /** The budget was spent before all pairs were looked at. */
  readonly stopped: boolean;
}

/**
 * The independencies a graph implies between measured variables, one for each pair of them that is not adjacent. The graph implies others
 * too (given more, or between sets), and these pairs need not imply them: three variables may be independent by pairs and yet dependent
 * together. Latent nodes are projected out first; a node that is selected on is always given.
 * @throws DiscoError for edges without direction, and when every node is latent
 * Cost: O(nodes^2 (nodes + edges)).
 */
export function impliedIndependencies(graph: Graph, options: { readonly budget?: Budget } = {}): Independencies {
  refuseOpen(graph);
  const shown = latentProjection(graph);
  const include = withRole(shown, "selected");
  const independencies: Independence[] = [];
  const inseparable: [string, string][] = [];
  for (const [one, other] of pairsApart(shown)) {
    if (include.has(one) || include.has(other)) continue;
    if (options.budget?.left() === false) return { independencies, inseparable, stopped: true };
    const [a, b] = namesOf(shown, [one, other]);
    const given = minimalSeparator(shown, only(one), only(other), { include });
    if (given === undefined) inseparable.push([a, b]);
    else independencies.push({ one: a, other: b, given: namesOf(shown, given) });
  }
  return { independencies, inseparable, stopped: false };
}

/** Pairs that no edge links, in the order of the graph. */
function* pairsApart({ nodes, parents, children, siblings, neighbours }: Graph): Generator<readonly [number, number]> {
  for (let one = 0; one < nodes.length; one++) {
    const adjacent = new Set([...parents[one], ...children[one], ...siblings[one], ...neighbours[one]]);
    for (let other = one + 1; other < nodes.length; other++) if (!adjacent.has(other)) yield [one, other];
  }
}

function only(node: number): NodeSet {
  return new Set([node]);
}
