import type { Sensitivity } from "../../query/effect.js";
import { dialAxis } from "../model/dial.js";

type Rows = NonNullable<Sensitivity["rows"]>;
type Yardsticks = NonNullable<Sensitivity["yardsticks"]>;

/** What is left of an effect, on a grid of strengths with the treatment (across) and with the outcome (up). */
export interface Surface {
  readonly across: readonly number[];
  readonly up: readonly number[];
  readonly value: (x: number, y: number) => number | undefined;
  readonly values: readonly number[];
}

/** A line of equal effect; that of no effect is the one to look for. */
export interface Level {
  readonly value: number;
  readonly nothing: boolean;
}

/** The rows as a surface; undefined where they are no grid with `withTreatment`, `withOutcome` and `estimate`. */
export function surfaceOf(rows: Rows): Surface | undefined {
  const cells = rows.filter((row) =>
    [row["withTreatment"], row["withOutcome"], row["estimate"]].every(Number.isFinite),
  );
  const sorted = (key: string): number[] => [...new Set(cells.map((row) => row[key]))].sort((a, b) => a - b);
  const [across, up] = [sorted("withTreatment"), sorted("withOutcome")];
  if (across.length < 2 || up.length < 2) return undefined;
  const held = new Map(cells.map((row) => [`${row["withTreatment"]} ${row["withOutcome"]}`, row["estimate"]]));
  return { across, up, value: (x, y) => held.get(`${x} ${y}`), values: [...held.values()] };
}

/** The effect as estimated (nothing left out), no effect, and round numbers between them and a little beyond. */
export function levelsOf({ across, up, value }: Surface): readonly Level[] {
  const start = value(across[0], up[0]) ?? 0;
  const { ticks } = dialAxis([], undefined, [0, start]);
  const beyond = -ticks.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0) / 2;
  const round = [...ticks.filter((tick) => tick !== 0 && Math.abs(tick) < Math.abs(start)), beyond];
  return [{ value: 0, nothing: true }, ...round.map((tick) => ({ value: tick, nothing: false }))].filter(
    (level, i, all) => all.findIndex((one) => one.value === level.value) === i,
  );
}

type Point = readonly [x: number, y: number];

/**
 * Where the surface takes a value, one point for each strength with the treatment: straight between the points of the grid. A surface that
 * falls (or rises) with both strengths has at most one.
 */
export function crossings({ across, up, value }: Surface, level: number): readonly Point[] {
  return across.flatMap((x): Point[] => {
    for (let i = 1; i < up.length; i++) {
      const [a, b] = [value(x, up[i - 1]), value(x, up[i])];
      if (a === undefined || b === undefined || a === b || (a - level) * (b - level) > 0) continue;
      return [[x, up[i - 1] + ((level - a) / (b - a)) * (up[i] - up[i - 1])]];
    }
    return [];
  });
}

/** The part of a line that lies left of `right` and below `top`, cut where it leaves. */
export function within(points: readonly Point[], right: number, top: number): readonly Point[] {
  const inside = ([x, y]: Point): boolean => x <= right && y <= top;
  return points.flatMap((point, i): Point[] => {
    const next = points[i + 1];
    const kept = inside(point) ? [point] : [];
    if (next === undefined || inside(point) === inside(next)) return kept;
    const [a, b] = inside(point) ? [point, next] : [next, point];
    const share = Math.min(...[right, top].map((end, k) => (b[k] > end ? (end - a[k]) / (b[k] - a[k]) : 1)));
    return [...kept, [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]];
  });
}

/** The point of a line that is nearest to the diagonal, where lines lie furthest apart and their names have room. */
export function diagonal(points: readonly Point[]): Point {
  return points.reduce((best, point) => (Math.abs(point[0] - point[1]) < Math.abs(best[0] - best[1]) ? point : best));
}

/** How far the axes go: the line of no effect where it meets the diagonal, with room, and every yardstick; never beyond the grid. */
export function reachOf(surface: Surface, yardsticks: Yardsticks): readonly [number, number] {
  const [right, top] = [surface.across, surface.up].map((ends) => ends[ends.length - 1]);
  const line = crossings(surface, 0);
  if (line.length === 0) return [right, top];
  const [x, y] = diagonal(line);
  const wanted = (key: "withTreatment" | "withOutcome"): number =>
    Math.max(2.2 * Math.max(x, y), ...yardsticks.map((one) => 1.2 * one[key]).filter(Number.isFinite));
  return [Math.min(right, wanted("withTreatment")), Math.min(top, wanted("withOutcome"))];
}

/** A yardstick on the drawing, and the height of its name, in the same units: names do not run into each other. */
export interface Placed {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** Yardsticks that lie on the drawing, their names at least `gap` apart, pushed up, and down again where they would leave at the top. */
export function placedYardsticks(yardsticks: Yardsticks, [right, top]: Point, gap: number): readonly Placed[] {
  const wanted = yardsticks
    .map(({ name, withTreatment, withOutcome }) => ({ name, x: withTreatment, y: withOutcome, label: withOutcome }))
    .filter(({ x, y }) => x >= 0 && x <= right && y >= 0 && y <= top)
    .sort((a, b) => a.y - b.y);
  for (let i = 0, floor = gap / 2; i < wanted.length; i++, floor = wanted[i - 1].label + gap)
    wanted[i].label = Math.max(wanted[i].label, floor);
  for (let i = wanted.length - 1, ceiling = top; i >= 0; i--, ceiling -= gap)
    wanted[i].label = Math.min(wanted[i].label, ceiling);
  return wanted;
}
