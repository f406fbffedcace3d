export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its centre, its size, and how round its corners are. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
}

/** A Bezier curve of third order: from, two handles, to. */
export type Cubic = readonly [Point, Point, Point, Point];

/** Curves one after the other, each beginning where the last one ended. */
export type Curve = readonly Cubic[];

const mix = (a: Point, b: Point, t: number): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function straight(from: Point, to: Point): Curve {
  return [[from, mix(from, to, 1 / 3), mix(from, to, 2 / 3), to]];
}

/** A bow from one point to another whose middle is `height` to the left of the straight way (to the right where it is negative). */
export function bow(from: Point, to: Point, height: number): Curve {
  const size = distance(from, to) || 1;
  // Handles three quarters as far out as they are: that is where the middle of the curve comes to lie.
  const across = (height / size) * (4 / 3);
  const out = { x: (to.y - from.y) * across, y: (from.x - to.x) * across };
  const handle = (t: number): Point => {
    const at = mix(from, to, t);
    return { x: at.x + out.x, y: at.y + out.y };
  };
  return [[from, handle(0.2), handle(0.8), to]];
}

/** A smooth curve from the first point to the last that keeps near those between (a uniform B-spline): it turns, and never swings. */
export function smooth(points: readonly Point[]): Curve {
  const [first, last] = [points[0], points[points.length - 1]];
  // Ends that stand thrice are ends of the curve.
  const all = [first, first, ...points, last, last];
  const knot = (i: number): Point => mix(mix(all[i - 1], all[i + 1], 0.5), all[i], 2 / 3);
  return all
    .slice(1, -2)
    .map(
      (_, i): Cubic => [
        knot(i + 1),
        mix(all[i + 1], all[i + 2], 1 / 3),
        mix(all[i + 1], all[i + 2], 2 / 3),
        knot(i + 2),
      ],
    );
}

function pointOn([a, b, c, d]: Cubic, t: number): Point {
  const s = 1 - t;
  const sum = (pick: (point: Point) => number): number =>
    s * s * s * pick(a) + 3 * s * s * t * pick(b) + 3 * s * t * t * pick(c) + t * t * t * pick(d);
  return { x: sum((point) => point.x), y: sum((point) => point.y) };
}

/** Points along the curve, both ends among them; `steps` of them for each piece. */
export function along(curve: Curve, steps: number): readonly Point[] {
  const points = curve.flatMap((cubic) => Array.from({ length: steps }, (_, i) => pointOn(cubic, i / steps)));
  return [...points, curve[curve.length - 1][3]];
}

/** The part of one piece up to `t`, and the part behind. */
function split([a, b, c, d]: Cubic, t: number): readonly [Cubic, Cubic] {
  const [ab, bc, cd] = [mix(a, b, t), mix(b, c, t), mix(c, d, t)];
  const [abc, bcd] = [mix(ab, bc, t), mix(bc, cd, t)];
  const middle = mix(abc, bcd, t);
  return [
    [a, ab, abc, middle],
    [middle, bcd, cd, d],
  ];
}

/** The curve without what lies in the box where it begins, and the same at its end: what is left of an edge between two nodes. */
export function between(curve: Curve, from: Box, to: Box): Curve {
  return backwards(outOf(backwards(outOf(curve, from)), to));
}

export function backwards(curve: Curve): Curve {
  return curve.map(([a, b, c, d]): Cubic => [d, c, b, a]).reverse();
}

function outOf(curve: Curve, box: Box): Curve {
  const first = curve.findIndex((cubic) => !within(box, cubic[3]));
  if (first < 0) return curve;
  const cubic = curve[first];
  let [inside, outside] = [0, 1];
  // The last point inside, so that a curve which leaves and returns is cut where it leaves for good.
  for (let i = 1; i < 24; i++) if (within(box, pointOn(cubic, i / 24))) inside = i / 24;
  outside = Math.min(1, inside + 1 / 24);
  for (let i = 0; i < 20; i++) {
    const middle = (inside + outside) / 2;
    if (within(box, pointOn(cubic, middle))) inside = middle;
    else outside = middle;
  }
  return [split(cubic, outside)[1], ...curve.slice(first + 1)];
}

/** Is the point in the box with its round corners? */
export function within({ x, y, width, height, radius }: Box, point: Point, margin = 0): boolean {
  const dx = Math.abs(point.x - x) - (width / 2 - radius);
  const dy = Math.abs(point.y - y) - (height / 2 - radius);
  if (dx <= 0) return dy <= radius + margin;
  if (dy <= 0) return dx <= radius + margin;
  return Math.hypot(dx, dy) <= radius + margin;
}

/** How often two lines of points cross. */
export function crossings(one: readonly Point[], other: readonly Point[]): number {
  let count = 0;
  for (let i = 1; i < one.length; i++) {
    for (let j = 1; j < other.length; j++) if (cross(one[i - 1], one[i], other[j - 1], other[j])) count++;
  }
  return count;
}

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point): number => (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  return side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
}

/** Left, top, right, bottom. */
export type Extent = readonly [number, number, number, number];

export function extent(points: readonly Point[]): Extent {
  const room: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    room[0] = Math.min(room[0], x);
    room[1] = Math.min(room[1], y);
    room[2] = Math.max(room[2], x);
    room[3] = Math.max(room[3], y);
  }
  return room;
}

/** Have two rooms nothing in common? */
export function apart(a: Extent, b: Extent): boolean {
  return a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
}
