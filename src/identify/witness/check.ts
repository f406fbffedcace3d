import { districts } from "../../graph/districts.js";
import { type Graph, type NodeSet, withEdges } from "../../graph/graph.js";
import { type BitModel, type Mechanism, mechanismOf, noise } from "./bits.js";
import type { Copy, Input } from "./copies.js";
import { lawOf, type States } from "./forward.js";

/**
 * The largest difference between what is seen of two models of the same codes; undefined where not everything is seen of one of them, or the
 * law is too large to be looked at. It is looked at district by district: the law of all variables is the product of the laws of the districts
 * with everything else set (J. Tian and J. Pearl, AAAI 2002), and is positive where these are. What a district hears from outside is set by
 * fair coins, all values at once.
 */
export function differenceSeen(graph: Graph, models: readonly [BitModel, BitModel]): number | undefined {
  let largest = 0;
  for (const district of districts(tiedBy(graph, models), new Set(models[0].mechanisms.keys()))) {
    const [one, other] = models.map((model) => positiveLaw(graph, model, district, heardBy(models, district)));
    if (one === undefined || other === undefined) return undefined;
    largest = Math.max(largest, largestDifference(one, other));
  }
  return largest;
}

/** The graph with a bidirected edge where a coin in one of the models has two ends. */
function tiedBy(graph: Graph, models: readonly BitModel[]): Graph {
  const siblings = graph.nodes.map(() => new Set<number>());
  const coins = models.flatMap(({ mechanisms }) => [...mechanisms.values()].flatMap((mechanism) => mechanism.coins));
  for (const { ends } of coins) {
    for (const one of ends) for (const other of ends) if (one !== other) siblings[one].add(other);
  }
  return withEdges(graph, { siblings: siblings.map((others) => [...others]) });
}

/** What the district listens to in one of the models, outside itself. */
function heardBy(models: readonly BitModel[], district: NodeSet): NodeSet {
  const heard = models.flatMap(({ mechanisms }) => [...district].flatMap((node) => mechanisms.get(node)!.parents));
  return new Set(heard.filter((node) => !district.has(node)));
}

function positiveLaw(graph: Graph, model: BitModel, district: NodeSet, heard: NodeSet): States | undefined {
  const width = (node: number) => model.mechanisms.get(node)!.bits.length;
  const coins = (node: number) =>
    mechanismOf(
      [],
      Array.from({ length: width(node) }, () => [[noise(node, 1 / 2)]]),
    );
  const nodes = graph.order.filter((node) => district.has(node) || heard.has(node));
  const mechanisms = nodes.map((node): [number, Mechanism] => [
    node,
    district.has(node) ? model.mechanisms.get(node)! : coins(node),
  ]);
  const places = new Map<number, Input>(nodes.map((node, copy) => [node, { copy }]));
  const copies = nodes.map((node): Copy => ({ node, inputs: places }));
  const law = lawOf({ ...model, mechanisms: new Map(mechanisms) }, copies);
  const bits = nodes.reduce((sum, node) => sum + width(node), 0);
  return law?.size === 2 ** bits ? law : undefined;
}

function largestDifference(one: States, other: States): number {
  let largest = 0;
  for (const [state, mass] of one) largest = Math.max(largest, Math.abs(mass - other.get(state)!));
  return largest;
}
