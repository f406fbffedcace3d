import type { Constraints } from "./constraints.js";
import { eachCombination, placeOf, type Space } from "./space.js";
import type { Gain } from "./types.js";

/** A part of a block's mechanisms that can be looked at alone: what the law and the question say of it. */
export interface Stratum {
  readonly constraints: Constraints;
  readonly gains: readonly Gain[];
}

/**
 * A block's mechanisms in parts that neither the law nor the question ties to each other: a mechanism is a node at a combination of its
 * causes, and two are tied when one input can reach both, or one product asks about both. Only the laws of parts matter, and any of these go
 * together, so the types of each part are enough. With covariates that are causes of everything in the block, each of their combinations is a
 * part.
 * (Derived here.) Cost: inputs times combinations of the block's values.
 */
export function strataOf(space: Space, constraints: Constraints, gains: readonly Gain[]): readonly Stratum[] {
  const { graph } = space;
  const { nodes, inputs } = constraints;
  const roots = new Map<string, string>();
  const find = (one: string): string => {
    const up = roots.get(one) ?? one;
    if (up === one) return one;
    const top = find(up);
    roots.set(one, top);
    return top;
  };
  const tie = (mechanisms: readonly string[]): string => {
    for (const one of mechanisms) roots.set(find(one), find(mechanisms[0]));
    return mechanisms[0];
  };
  const mechanism = (node: number, causes: number) => `${node}[${causes}]`;
  const inputOf = inputs.map(({ codes }) => {
    const reached: string[] = [];
    for (const node of nodes) {
      const inside = graph.parents[node].filter((parent) => nodes.includes(parent));
      const at = codes.slice();
      eachCombination(space, inside, at, () => {
        reached.push(
          mechanism(
            node,
            placeOf(space, graph.parents[node], (parent) => at[parent]),
          ),
        );
      });
    }
    return tie(reached);
  });
  const gainOf = gains.map(({ responses }) => tie(responses.map(({ node, causes }) => mechanism(node, causes))));
  const parts = new Set([...inputOf, ...gainOf].map(find));
  return [...parts].map((part) => ({
    constraints: { ...constraints, inputs: inputs.filter((_, i) => find(inputOf[i]) === part) },
    gains: gains.filter((_, i) => find(gainOf[i]) === part),
  }));
}
