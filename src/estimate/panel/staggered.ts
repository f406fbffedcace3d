import { clusteredError, type Influenced, plainChange, robustChange } from "./change.js";
import { covariatesAt, type Panel } from "./panel.js";

/** ATT(g, t): the effect in period `time` on the units that start in period `start` (both counted from 0). */
export interface GroupTime {
  readonly start: number;
  readonly time: number;
  readonly units: number;
  readonly value: number;
  /** Undefined with one unit on either side: its own chance cannot be seen. */
  readonly se?: number;
}

/** The average effect so many periods after the start. */
export interface EventPoint extends Influenced {
  readonly at: number;
  readonly se?: number;
}

export interface Staggered {
  readonly groups: readonly GroupTime[];
  readonly event: readonly EventPoint[];
  /** Absent where no group has a period after its start with somebody to compare with. */
  readonly overall?: Influenced & { readonly se?: number };
  readonly comparison: "never" | "not-yet";
  /** Units whose groups are part of `overall`. */
  readonly treated: number;
  /** Starts of groups that are not, because nobody is left to compare them with. */
  readonly alone: readonly number[];
  /** Group-times after the start that nobody could be compared with. */
  readonly uncompared: number;
  /** With covariates: largest propensity among the units compared with, and how many are above 0.95, over all group-times. */
  readonly robust?: { readonly highest: number; readonly high: number };
}

interface Cell {
  readonly group: Group;
  readonly time: number;
  readonly base: number;
  readonly others: Int32Array;
}

interface Group {
  readonly start: number;
  readonly members: Int32Array;
}

/** A weighted average in the making: weights add up to the units that stand behind it. */
interface Average {
  value: number;
  units: number;
  /** Fewest units that any part of it is compared with. */
  others: number;
  readonly influence: Float64Array;
  readonly parts: Map<Group, number>;
}

/**
 * Difference in differences where units start at different times (Callaway & Sant'Anna 2021): ATT(g, t) for each group g of units with one
 * start, held against the never treated, or, where everybody is treated in the end, against those not yet treated (theorem 1). The
 * change is counted from the last period before the start; before the start, from one period to the next (their package's default). With
 * covariates (in the period counted from) each is doubly robust.
 *
 * `event` averages by periods since the start, weighted by the groups' sizes (their eq. 3.4); `overall` averages each group's effects over
 * its own periods and then the groups by size (eqs. 3.7 and 3.11). Influences count that sizes are random.
 * @param panel without units treated from the first period on
 * @throws DiscoError `refused` as `robustChange`
 * Cost: O(units x groups x periods), with covariates two fits for each group-time; memory O(units x periods).
 */
export function staggered(panel: Panel): Staggered {
  const { units, times, start } = panel;
  const [n, periods] = [units.length, times.length];
  const never = start.includes(periods);
  const starts = [...new Set(start)].filter((s) => s > 0 && s < periods).sort((a, b) => a - b);
  const all = Int32Array.from(units, (_, u) => u);
  const groups = starts.map((s): Group => ({ start: s, members: all.filter((u) => start[u] === s) }));
  const cells = groups.flatMap((group) => cellsOf(group, start, periods, never));
  const usable = cells.filter(({ others }) => others.length > 0);
  const after = (group: Group) => usable.filter((cell) => cell.group === group && cell.time >= group.start).length;
  const average = (): Average => ({ value: 0, units: 0, others: n, influence: new Float64Array(n), parts: new Map() });
  const overall = average();
  const event = new Map<number, Average>();
  let robust: { highest: number; high: number } | undefined;
  const found = usable.map((cell) => {
    const { group, time, others } = cell;
    const effect = cellEffect(panel, cell);
    if (effect.robust) {
      robust ??= { highest: 0, high: 0 };
      robust = { highest: Math.max(robust.highest, effect.robust.highest), high: robust.high + effect.robust.high };
    }
    const at = time - group.start;
    const point = event.get(at) ?? average();
    event.set(at, point);
    add(point, group, effect, 1);
    if (at >= 0) add(overall, group, effect, 1 / after(group));
    const seen = group.members.length > 1 && others.length > 1;
    return {
      start: group.start,
      time,
      units: group.members.length,
      value: effect.value,
      ...(seen ? { se: clusteredError(spread(effect, n)) } : {}),
    };
  });
  const alone = groups.filter((group) => after(group) === 0).map((group) => group.start);
  return {
    groups: found,
    event: [...event].sort(([a], [b]) => a - b).map(([at, point]) => ({ at, ...finished(point) })),
    ...(overall.units > 0 ? { overall: finished(overall) } : {}),
    comparison: never ? "never" : "not-yet",
    treated: groups.reduce((sum, group) => sum + (after(group) > 0 ? group.members.length : 0), 0),
    alone,
    uncompared: cells.filter(({ group, time, others }) => others.length === 0 && time >= group.start).length,
    ...(robust ? { robust } : {}),
  };
}

function cellsOf(group: Group, start: Int32Array, periods: number, never: boolean): Cell[] {
  return Array.from({ length: periods - 1 }, (_, k) => {
    const time = k + 1;
    const base = time >= group.start ? group.start - 1 : time - 1;
    const others: number[] = [];
    for (let u = 0; u < start.length; u++) {
      if (never ? start[u] === periods : start[u] > Math.max(time, base) && start[u] !== group.start) others.push(u);
    }
    return { group, time, base, others: Int32Array.from(others) };
  });
}

/** An effect on some units of the panel. */
interface CellEffect extends Influenced {
  readonly units: Int32Array;
  readonly robust?: { readonly highest: number; readonly high: number };
}

function cellEffect(panel: Panel, { group, time, base, others }: Cell): CellEffect {
  const { y, times } = panel;
  const periods = times.length;
  const units = new Int32Array(group.members.length + others.length);
  units.set(group.members);
  units.set(others, group.members.length);
  const treated = Uint8Array.from(units, (_, i) => (i < group.members.length ? 1 : 0));
  const change = Float64Array.from(units, (u) => y[u * periods + time] - y[u * periods + base]);
  if (panel.given.length === 0) return { units, ...plainChange(change, treated) };
  const where = `start ${times[group.start]}, period ${times[time]}`;
  const { highest, high, ...effect } = robustChange(change, treated, covariatesAt(panel, units, base), where);
  return { units, ...effect, robust: { highest, high } };
}

/** The influence among all n units. */
function spread({ units, influence }: CellEffect, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < units.length; i++) out[units[i]] = (influence[i] * n) / units.length;
  return out;
}

/** Adds a group's effect with its size as weight, times a share; shares of a group add up to 1. */
function add(average: Average, group: Group, { units, value, influence }: CellEffect, share: number): void {
  const n = average.influence.length;
  const weight = group.members.length * share;
  average.value += weight * value;
  average.units += weight;
  average.others = Math.min(average.others, units.length - group.members.length);
  average.parts.set(group, (average.parts.get(group) ?? 0) + share * value);
  for (let i = 0; i < units.length; i++) average.influence[units[i]] += (weight * influence[i] * n) / units.length;
}

function finished({ value, units, others, influence, parts }: Average): Influenced & { readonly se?: number } {
  const mean = value / units;
  const n = influence.length;
  const out = influence.map((phi) => phi / units);
  // How large the groups are is chance too: a unit more of a group draws the average towards that group's effect.
  for (const [{ members }, effect] of parts) for (const u of members) out[u] += (n / units) * (effect - mean);
  const seen = Math.round(units) > 1 && others > 1;
  return { value: mean, influence: out, ...(seen ? { se: clusteredError(out) } : {}) };
}
