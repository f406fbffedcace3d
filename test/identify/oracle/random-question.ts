import type { Graph } from "../../../src/graph/graph.ts";
import { type Draw, pick, shuffled } from "./random-graph.ts";

/** An effect at values, by node. */
export interface EffectAsked {
  readonly y: ReadonlyMap<number, number>;
  readonly x: ReadonlyMap<number, number>;
  readonly z: ReadonlyMap<number, number>;
  /** In the grammar of questions. */
  readonly text: string;
}

/** P(y | do(x), z) with one or two of each, at random values; z often empty. */
export function randomEffect(draw: Draw, graph: Graph, cards: readonly number[]): EffectAsked {
  const order = shuffled(draw, [...graph.nodes.keys()]);
  const size = order.length;
  const several = (chance: number, room: number) => (room > 1 && draw() < chance ? 2 : 1);
  const ny = several(0.3, size - 1);
  const nx = several(0.3, size - ny);
  const nz = size - ny - nx > 0 && draw() < 0.4 ? several(0.4, size - ny - nx) : 0;
  const values = (from: number, count: number) =>
    new Map(order.slice(from, from + count).map((node) => [node, Math.floor(draw() * cards[node])]));
  const [y, x, z] = [values(0, ny), values(ny, nx), values(ny + nx, nz)];
  const say = (map: ReadonlyMap<number, number>) =>
    [...map].map(([node, value]) => `${graph.nodes[node].name}=${value}`).join(", ");
  return { y, x, z, text: `P(${say(y)} | do(${say(x)})${nz === 0 ? "" : `, ${say(z)}`})` };
}

/**
 * A question about several worlds, some inside others, at values 0 and 1; given events too, often in the factual world. In the grammar of
 * questions. Many are contradictions or say nothing new: those must come out right as well.
 */
export function randomCounterfactual(draw: Draw, graph: Graph): string {
  const nodes = [...graph.nodes.keys()];
  const name = (node: number) => graph.nodes[node].name;
  const bit = () => (draw() < 0.5 ? 1 : 0);
  const world = (depth: number, own: number): string => {
    const set = shuffled(draw, nodes).flatMap((node) => {
      if (node === own || draw() > 0.3) return [];
      const inner = depth > 0 && draw() < 0.3 ? world(depth - 1, node) : "";
      return [inner === "" ? `${name(node)}=${bit()}` : `${name(node)}=${name(node)}${inner}`];
    });
    return set.length === 0 ? "" : `[${set.join(", ")}]`;
  };
  const event = (factual: boolean) => {
    const node = pick(draw, nodes);
    return `${name(node)}${factual ? "" : world(1, node)}=${bit()}`;
  };
  const list = (count: number, factual: number) =>
    Array.from({ length: count }, () => event(draw() < factual)).join(", ");
  const asked = list(1 + Math.floor(2.5 * draw()), 0.2);
  const given = list(Math.floor(2.5 * draw()), 0.6);
  return `P(${asked}${given === "" ? "" : ` | ${given}`})`;
}
