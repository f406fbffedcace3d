import type { GivenGraph } from "../../query/identification.js";
import { along, type Box, type Extent, extent, type Point } from "./geometry.js";
import { type Label, labelOf } from "./label.js";
import { type Dagre, type Link, layOut, type Recipe } from "./layout.js";
import { highlightOf, radiusOf } from "./looks.js";
import type { GraphOptions } from "./options.js";
import { type Route, routeAll } from "./route.js";

/** A node in its place. */
export interface Placed {
  readonly node: GivenGraph["nodes"][number];
  readonly label: Label;
  readonly box: Box;
}

/** Everything a drawing consists of, and the room it takes. */
export interface Scene {
  readonly placed: readonly Placed[];
  readonly routes: readonly Route[];
  readonly extent: Extent;
}

/** What fits beside the margins of a phone with text that can be read. */
export const NARROW = 390;
/** Letters of a name: as many as look well, and as few as still tell names apart. */
const LENGTHS = [20, 13];
/** Around a node there may be a second border, and an arrow needs its head. */
const MARGIN = 8;

/**
 * The best drawing of a few: causes to the left of their effects or above them, names at full length or cut, each edge in a say or not.
 * Always the same for the same graph. Cost: up to sixteen layouts of a small graph, two of a larger one.
 */
export function sceneOf(dagre: Dagre, graph: GivenGraph, options: GraphOptions): Scene {
  const places = new Map(graph.nodes.map(({ name }, i) => [name, i]));
  const links: readonly Link[] = graph.edges.map(({ from, to, kind }) => ({
    from: places.get(from)!,
    to: places.get(to)!,
    kind,
  }));
  const recipes = recipesFor(graph, links);
  let best: { readonly scene: Scene; readonly cost: number } | undefined;
  for (const longest of recipes.length > 2 ? LENGTHS : LENGTHS.slice(-1)) {
    const labels = graph.nodes.map((node) => labelOf(node, partOf(node, options), longest));
    for (const recipe of recipes) {
      const layout = layOut(dagre, labels, links, recipe);
      const placed = graph.nodes.map((node, i): Placed => {
        const { width, height } = labels[i];
        return {
          node,
          label: labels[i],
          box: { ...layout.centres[i], width, height, radius: radiusOf(highlightOf(node.name, options)?.tone, height) },
        };
      });
      const { routes, cost } = routeAll(
        placed.map(({ box }) => box),
        links,
        layout,
      );
      const room = roomOf(placed, routes);
      const [wide, high] = [room[2] - room[0], room[3] - room[1]];
      const look = Math.sqrt(wide * high) / 14 + Math.max(0, wide - NARROW) / 3 + (recipe.direction === "TB" ? 3 : 0);
      const total = cost + look;
      if (best === undefined || total < best.cost) best = { scene: { placed, routes, extent: room }, cost: total };
    }
    // Names are cut only where there are long ones and the drawing is too wide otherwise.
    const [left, , right] = best!.scene.extent;
    if (right - left <= NARROW || graph.nodes.every(({ name }) => name.length <= LENGTHS[1])) break;
  }
  return best!.scene;
}

/** The more edges, the fewer drawings are tried: routing them takes the time. */
function recipesFor({ nodes, edges }: GivenGraph, links: readonly Link[]): readonly Recipe[] {
  const dashed = edges.filter(({ kind }) => kind === "<->").length;
  const dense = links.length > 1.5 * nodes.length;
  const plain = { reduced: false, level: false, sources: false };
  const reduced = { ...plain, reduced: true };
  const tried =
    links.length > 30
      ? [dense ? reduced : plain]
      : [
          plain,
          ...(dense ? [reduced] : []),
          { ...plain, level: true },
          ...(dashed === 0 || dashed > 6 ? [] : [{ ...plain, sources: true }]),
        ];
  return (["LR", "TB"] as const).flatMap((direction) => tried.map((one) => ({ ...one, direction })));
}

/** What the node is in the question. */
function partOf({ name, roles }: GivenGraph["nodes"][number], options: GraphOptions): string | undefined {
  const { treatment, outcome } = options;
  if (treatment?.includes(name) ?? roles.includes("exposure")) return "treatment";
  return (outcome?.includes(name) ?? roles.includes("outcome")) ? "outcome" : undefined;
}

function roomOf(placed: readonly Placed[], routes: readonly Route[]): Extent {
  const corners = placed.flatMap(({ box }): Point[] => [
    { x: box.x - box.width / 2, y: box.y - box.height / 2 },
    { x: box.x + box.width / 2, y: box.y + box.height / 2 },
  ]);
  const [left, top, right, bottom] = extent([...corners, ...routes.flatMap(({ curve }) => along(curve, 12))]);
  return [left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN];
}
