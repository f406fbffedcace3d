import { districts } from "./districts.js";
import { type Graph, type NodeSet, namesOf, refuseOpen } from "./graph.js";
import { ancestors, parentsOf } from "./relatives.js";

/**
 * The moral (augmented) graph of an ancestral set, by its cliques: the members of a district and their parents are all linked with each
 * other. A clique is kept as a hub that its members meet in, so that the graph stays as small as the one it comes from.
 */
export interface Moral {
  readonly hubs: readonly (readonly number[])[];
  /** For each node the hubs it meets others in. */
  readonly hubsOf: readonly (readonly number[])[];
}

/**
 * The moral graph among `within`, which holds all its own ancestors.
 * @throws DiscoError for edges without direction
 * Cost: O(nodes + edges).
 */
export function moralGraph(graph: Graph, within: NodeSet): Moral {
  refuseOpen(graph);
  const hubs = districts(graph, within).map((district) => [...district, ...parentsOf(graph, district)]);
  const hubsOf = graph.nodes.map((): number[] => []);
  hubs.forEach((members, hub) => {
    for (const member of members) hubsOf[member].push(hub);
  });
  return { hubs, hubsOf };
}

/**
 * Where one gets in a moral graph without stepping through a wall: the nodes inside, and the walls met on the way. `from` is inside whatever
 * the walls are. Cost: O(nodes + edges).
 */
export function explore(
  { hubs, hubsOf }: Moral,
  from: Iterable<number>,
  isWall: (node: number) => boolean,
): { readonly inside: Set<number>; readonly walls: Set<number> } {
  const inside = new Set(from);
  const walls = new Set<number>();
  const entered = new Uint8Array(hubs.length);
  for (const node of inside) {
    for (const hub of hubsOf[node]) {
      if (entered[hub] === 1) continue;
      entered[hub] = 1;
      for (const member of hubs[hub]) {
        if (inside.has(member)) continue;
        (isWall(member) ? walls : inside).add(member);
      }
    }
  }
  return { inside, walls };
}

/**
 * The links of the moral graph of some nodes and their ancestors, by name: two are linked where they are adjacent, have a common child, or
 * meet along colliders. Cost: the square of the largest clique.
 */
export function moralLinks(graph: Graph, nodes: Iterable<number>): readonly (readonly [string, string])[] {
  const { hubs } = moralGraph(graph, ancestors(graph, nodes));
  const met = new Map<string, readonly [string, string]>();
  for (const hub of hubs) {
    const names = namesOf(graph, hub);
    names.forEach((one, i) => {
      for (const other of names.slice(i + 1)) met.set(JSON.stringify([one, other]), [one, other]);
    });
  }
  return [...met.values()];
}
