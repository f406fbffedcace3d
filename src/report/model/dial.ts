import type { DialPoint } from "../../query/model-answer.js";
import { numbersLike } from "./numbers.js";

/** One curve of the dial: a part of the answer as a function of the coupling. */
export interface Curve {
  readonly key: string;
  readonly points: readonly { readonly coupling: number; readonly value: number }[];
}

/** The curves, in the order in which the answer names its parts; points that have no value are left out. */
export function curvesOf(dial: readonly DialPoint[]): readonly Curve[] {
  const keys = Object.keys(dial[0]?.parts ?? {});
  return keys
    .map((key) => ({
      key,
      points: dial.flatMap(({ coupling, parts }) => {
        const value = parts[key];
        return value === null || value === undefined ? [] : [{ coupling, value }];
      }),
    }))
    .filter(({ points }) => points.length > 0);
}

/** The height of the curve, straight between its points. */
export function heightAt({ points }: Curve, coupling: number): number {
  const next = points.findIndex((point) => point.coupling >= coupling);
  if (next < 0) return points[points.length - 1].value;
  if (next === 0) return points[0].value;
  const [a, b] = [points[next - 1], points[next]];
  return a.value + ((b.value - a.value) * (coupling - a.coupling)) / (b.coupling - a.coupling);
}

/** Round numbers that hold all curves (and the numbers in `also`) with some air, and where to write numbers on the axis. */
export function dialAxis(
  curves: readonly Curve[],
  limits?: readonly [number, number],
  also: readonly number[] = [],
): { readonly low: number; readonly high: number; readonly ticks: readonly number[] } {
  const values = [...curves.flatMap(({ points }) => points.map(({ value }) => value)), ...also];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // A curve that is flat but for rounding must look flat, so the axis never zooms in further than this.
  const air = Math.max(0.1 * (most - least), 0.05 * Math.max(Math.abs(least), Math.abs(most), limits ? 1 : 1e-9));
  const step = roundStep((most - least + 2 * air) / 4);
  const [floor, ceiling] = limits ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const low = Math.max(Math.min(floor, least), step * Math.floor((least - air) / step));
  const high = Math.min(Math.max(ceiling, most), step * Math.ceil((most + air) / step));
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return { low, high, ticks };
}

/** 1, 2 or 5 times a power of ten, at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = step / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** The number at a tick, with the decimals that all ticks need and no more. */
export function tickText(tick: number, ticks: readonly number[]): string {
  const { text } = numbersLike(ticks);
  const spare = Math.min(...ticks.map((one) => /\.\d*?(0*)$/.exec(text(one))?.[1].length ?? Number.POSITIVE_INFINITY));
  const full = text(tick);
  return full.includes(".") && Number.isFinite(spare) ? full.slice(0, full.length - spare).replace(/\.$/, "") : full;
}
