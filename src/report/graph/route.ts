import {
  along,
  apart,
  type Box,
  between,
  bow,
  type Curve,
  crossings,
  distance,
  type Extent,
  extent,
  type Point,
  smooth,
  straight,
  within,
} from "./geometry.js";
import type { Layout, Link } from "./layout.js";

/** An edge as it is drawn: from border to border. */
export interface Route {
  readonly link: Link;
  readonly curve: Curve;
}

/** All edges, in the order they were given, and how bad the drawing is: nodes hidden, edges that cross, detours. */
export interface Routes {
  readonly routes: readonly Route[];
  readonly cost: number;
}

interface Drawn extends Route {
  readonly points: readonly Point[];
  readonly extent: Extent;
}

const STEPS = 12;
/** How far the bows that are tried go beyond the nodes they join. */
const HEIGHTS = [12, 24, 40, 62, 92, 132, 184, 250];
/** Of many edges each may choose among fewer. */
const MANY = 40;

/**
 * Draws each edge in the way that costs least: straight where nothing is in the way, else along the layout's own points or in a bow around
 * it. Dashed edges always bow, since a straight one would hide under the arrow between the same nodes.
 * Cost: O(edges^2) for each edge's ten or so possible ways.
 */
export function routeAll(boxes: readonly Box[], links: readonly Link[], { ways }: Layout): Routes {
  const drawn: Drawn[] = [];
  const routes: Route[] = [];
  let cost = 0;
  const length = ({ from, to }: Link): number => distance(boxes[from], boxes[to]);
  // What is short and straight first: it has the least choice.
  const order = links
    .map((link, i) => ({ link, i }))
    .sort(
      (a, b) =>
        Number(a.link.kind === "<->") - Number(b.link.kind === "<->") || length(a.link) - length(b.link) || a.i - b.i,
    );
  for (const { link, i } of order) {
    const [from, to] = [boxes[link.from], boxes[link.to]];
    let best: { readonly drawn: Drawn; readonly cost: number } | undefined;
    const heights = links.length > MANY ? HEIGHTS.filter((_, k) => k % 2 === 1) : HEIGHTS;
    for (const { curve, extra } of possible(link, from, to, ways[i], heights)) {
      if (best !== undefined && extra >= best.cost) continue;
      const cut = between(curve, from, to);
      const points = along(cut, curve.length > 1 ? 6 : STEPS);
      const one = { link, curve: cut, points, extent: extent(points) };
      const own = extra + trouble(one, boxes, drawn);
      if (best === undefined || own < best.cost) best = { drawn: one, cost: own };
    }
    drawn.push(best!.drawn);
    routes[i] = { link, curve: best!.drawn.curve };
    cost += best!.cost;
  }
  return { routes, cost };
}

/** The ways an edge may take, the simplest first, and what each costs for its looks alone. */
function possible(
  { kind }: Link,
  from: Box,
  to: Box,
  way: readonly Point[] | undefined,
  heights: readonly number[],
): readonly { readonly curve: Curve; readonly extra: number }[] {
  const reach = Math.max(60, distance(from, to) * 0.8);
  const least = bodyOf(from, to);
  const bows = heights
    .filter((height) => height <= reach)
    .flatMap((height) =>
      // Upwards, or to the right, of two that are as good.
      [height + least, -height - least].map((side) => ({
        curve: bow(from, to, side),
        extra: 8 + height / 10 + (side < 0 ? 0.5 : 0),
      })),
    );
  const along =
    way === undefined || way.length === 0
      ? []
      : [{ curve: smooth([from, ...way, to]), extra: kind === "<->" ? 12 : 6 }];
  return kind === "<->"
    ? [...bows, ...along]
    : [{ curve: straight(from, to), extra: slant(from, to) }, ...along, ...bows];
}

/** Edges that run level or upright look calmer than those that are askew. */
function slant(from: Point, to: Point): number {
  const [dx, dy] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
  return (3 * Math.min(dx, dy)) / (Math.max(dx, dy) || 1);
}

/** How far nodes reach to the side of the way between them. */
function bodyOf(from: Box, to: Box): number {
  const size = distance(from, to) || 1;
  const [across, down] = [Math.abs(to.y - from.y) / size, Math.abs(to.x - from.x) / size];
  const reach = ({ width, height }: Box): number => (across * width + down * height) / 2;
  return Math.min(reach(from), reach(to));
}

/** What is wrong with a way: it runs over nodes, crosses edges, keeps too close to one that it shares an end with, or is long. */
function trouble({ link, points, extent: room }: Drawn, boxes: readonly Box[], drawn: readonly Drawn[]): number {
  let cost = 0;
  boxes.forEach((box, node) => {
    if (node === link.from || node === link.to || apart(room, around(box))) return;
    for (const point of points) if (within(box, point, 6)) cost += 14;
  });
  for (const other of drawn) {
    if (apart(room, other.extent)) continue;
    cost += 8 * crossings(points, other.points);
    if (shares(link, other.link)) cost += 2.5 * nearby(points, other.points);
  }
  const length = points.reduce((sum, point, i) => (i === 0 ? 0 : sum + distance(point, points[i - 1])), 0);
  return cost + (length - distance(points[0], points[points.length - 1])) / 16;
}

function shares(one: Link, other: Link): boolean {
  return [other.from, other.to].some((node) => node === one.from || node === one.to);
}

function around({ x, y, width, height }: Box): Extent {
  const [w, h] = [width / 2 + 6, height / 2 + 6];
  return [x - w, y - h, x + w, y + h];
}

/** How many points of one line are closer to the other than eyes like; where they meet at a node they must be. */
function nearby(one: readonly Point[], other: readonly Point[]): number {
  const near = (a: Point, b: Point): boolean => (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < 81;
  return one.filter((point, i) => i > 2 && i < one.length - 3 && other.some((at) => near(point, at))).length;
}
