import type { CurvePoint, EffectAnswer, PanelAnswer } from "../../query/effect.js";
import { amounts, countText, percent, type Scale } from "../format.js";
import { shorten } from "../words.js";
import { entries } from "./estimates.js";
import { methodLabel } from "./methods.js";

/** Estimators that only need the treated and the others to move alike: their levels may differ. */
const PARALLEL: readonly string[] = ["did", "synthetic-did"];

/** Where the first treated unit starts, as a place among the periods; undefined where the periods do not have it. */
export function startIndex({ times, treated }: PanelAnswer): number | undefined {
  const places = treated.map(({ start }) => times.findIndex((time) => String(time) === String(start)));
  const found = places.filter((place) => place > 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** One method's two paths and how well they agree before the start. */
export interface PathFit {
  readonly method: string;
  readonly treated: readonly number[];
  readonly control: readonly number[];
  /** Root mean square of the gap before the start, less the average gap where only movements must agree. */
  readonly before?: number;
  readonly parallel: boolean;
}

/** The paths of each method with their fit before the start: a summary of the drawing, no estimate. */
export function pathFits(panel: PanelAnswer): readonly PathFit[] {
  const start = startIndex(panel);
  return Object.entries(panel.paths).map(([method, { treated, control }]) => {
    const parallel = PARALLEL.includes(method);
    if (start === undefined) return { method, treated, control, parallel };
    const gaps = treated.slice(0, start).map((value, i) => value - control[i]);
    const level = parallel ? mean(gaps) : 0;
    return { method, treated, control, parallel, before: Math.sqrt(mean(gaps.map((gap) => (gap - level) ** 2))) };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** How the numbers of paths are written. */
export function pathScale({ treated, control }: Pick<PathFit, "treated" | "control">): Scale {
  return amounts(Math.max(0, ...[...treated, ...control].map(Math.abs)));
}

/** "before 1989 within 1.5 of the treated (root mean square), since then the treated are 19.6 lower": the fit, and the method's estimate. */
export function fitText({ before, parallel, method }: PathFit, { panel, estimates }: EffectAnswer): string {
  const start = panel && startIndex(panel);
  if (panel === undefined || start === undefined || before === undefined) return "no period before the start";
  const effect = entries(estimates).find(([key]) => key === method)?.[1].value ?? null;
  const { bare } = amounts(Math.max(before, Math.abs(effect ?? 0)));
  const since =
    effect === null
      ? ""
      : `; since then the treated are ${bare(Math.abs(effect))} ${effect < 0 ? "lower" : "higher"}${parallel ? " than that" : ""}`;
  const fit = parallel ? `both moved alike within ${bare(before)}` : `within ${bare(before)} of the treated`;
  return `before ${shorten(String(panel.times[start]), 24)} ${fit} (root mean square)${since}`;
}

/** "Utah 33 %, Nevada 24 %, and 3 more": what carries the comparison. */
export function weightsText(
  weights: readonly { readonly name: string; readonly weight: number }[],
  most: number,
): string {
  const shown = weights.slice(0, most).map(({ name, weight }) => `${shorten(name, 24)} ${percent.text(weight)}`);
  const left = weights.slice(most).filter(({ weight }) => weight !== 0).length;
  return `${shown.join(", ")}${left > 0 ? `, and ${countText(left)} more` : ""}`;
}

/** Is the curve counted from the start of treatment? */
export function fromStart(event: readonly CurvePoint[]): boolean {
  return event.some(({ at }) => at < 0) && event.some(({ at }) => at >= 0);
}

/** How many points before and since the start differ from nothing, by the band where there is one; or that no interval is known. */
export function eventFinding(event: readonly CurvePoint[]): string {
  const ranges = (points: readonly CurvePoint[]) =>
    points.flatMap(({ band, interval }) => band ?? interval ?? []).length / 2;
  if (ranges(event) === 0) return unranged(event);
  const off = (points: readonly CurvePoint[]): number =>
    points.filter(({ band, interval }) => {
      const range = band ?? interval;
      return range !== undefined && (range[0] > 0 || range[1] < 0);
    }).length;
  const what = event.some(({ band }) => band !== undefined) ? "simultaneous band" : "interval";
  const count = (points: readonly CurvePoint[]): string => `${countText(off(points))} of ${countText(ranges(points))}`;
  if (!fromStart(event)) return `At ${count(event)} points the ${what} excludes 0`;
  const [before, since] = [event.filter(({ at }) => at < 0), event.filter(({ at }) => at >= 0)];
  return `The ${what} excludes 0 in ${count(before)} periods before the start, and in ${count(since)} since`;
}

/** Without intervals there is only where the points lie. */
function unranged(event: readonly CurvePoint[]): string {
  const { bare } = amounts(Math.max(0, ...event.map(({ value }) => Math.abs(value)).filter(Number.isFinite)));
  const between = (points: readonly CurvePoint[]): string => {
    const values = points.map(({ value }) => value);
    return `between ${bare(Math.min(...values))} and ${bare(Math.max(...values))}`;
  };
  if (!fromStart(event)) return `Effects lie ${between(event)}; no interval is known`;
  const [before, since] = [event.filter(({ at }) => at < 0), event.filter(({ at }) => at >= 0)];
  return `Before the start effects lie ${between(before)}, since then ${between(since)}; no interval is known`;
}

/** What a panel adds, as named facts: who is treated, the fit before the start, what carries the comparison. */
export function panelFacts(answer: EffectAnswer, most: number): readonly (readonly [string, string])[] {
  const { panel } = answer;
  if (panel === undefined) return [];
  const { units, times, treated, event } = panel;
  const count = treated.reduce((sum, group) => sum + group.units.length, 0);
  const starts = treated.map(({ units: names, start }) => `${listed(names)} from ${shorten(String(start), 24)}`);
  const left = starts.length - most;
  return [
    [
      "Size",
      `${countText(units)} units (${shorten(panel.unit, 32)}), ${countText(times.length)} periods (${shorten(panel.time, 32)})`,
    ],
    [
      "Treated",
      `${countText(count)}: ${starts.slice(0, most).join("; ")}${left > 0 ? `; and ${countText(left)} more groups` : ""}`,
    ],
    ...pathFits(panel).map((fit) => [methodLabel(fit.method), fitText(fit, answer)] as const),
    ...Object.entries(panel.weights).flatMap(([method, { units: heavy, times: when }]) => [
      [`Units of ${methodLabel(method)}`, weightsText(heavy, most)] as const,
      ...(when === undefined ? [] : [[`Periods of ${methodLabel(method)}`, weightsText(when, most)] as const]),
    ]),
    ...(event === undefined || event.length === 0 ? [] : [["Event study", eventFinding(event)] as const]),
  ];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => shorten(name, 24));
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(", ")} and ${countText(left)} more` : shown.join(", ");
}
