import { normalQuantile } from "../../num/normal.js";
import type { Range } from "../../query/answer.js";
import type { RatioEstimate, SelectionChance } from "../../query/berkson.js";
import { crossRatio, type Four, four, SIGNS } from "./four.js";
import { ends, twoSided, valued } from "./odds-ratio.js";

/** P(selected | group) in each of the four groups, with Wilson's interval (Wilson, JASA 22, 1927). */
export function chancesOf(selected: Four, all: Four, level: number, law: boolean): readonly SelectionChance[] {
  return ([0, 1, 2, 3] as const).map((group) => {
    const place = { first: (group & 1) as 0 | 1, second: (group >> 1) as 0 | 1 };
    if (all[group] === 0) return { ...place, value: null };
    const value = selected[group] / all[group];
    return law ? { ...place, value } : { ...place, value, interval: wilson(value, all[group], level) };
  });
}

function wilson(share: number, count: number, level: number): Range {
  const z = normalQuantile(1 - level / 2);
  const square = (z * z) / count;
  const middle = (share + square / 2) / (1 + square);
  const reach = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count));
  return [share === 0 ? 0 : middle - reach, share === 1 ? 1 : middle + reach];
}

/**
 * h11 h00 / (h10 h01), what selection multiplies the odds ratio by (THEORY 8.3), with the interval and the p-value of the score test: how far
 * the counts are from those expected where the log ratio is held at a value and the likelihood is best otherwise. Held so, the four chances
 * are (s - sign m) / (n - sign m) with one multiplier m: a curve, along which the log ratio falls and the statistic grows both ways from m = 0.
 * Empty groups of selected rows are no obstacle: the interval then has one end. (Where chances are all small or all large the likelihood
 * ratio would reject too often: docs/berkson.md has how often this one does.)
 * @param selected counts of selected rows, @param all of all rows
 * Cost: about two hundred evaluations of four logarithms.
 */
export function chanceRatio(selected: Four, all: Four, level: number, law: boolean): RatioEstimate {
  const ratio = all.includes(0) ? Number.NaN : crossRatio(four((group) => selected[group] / all[group]));
  const told = valued(ratio);
  if (told.state === "undefined") {
    const reason = all.includes(0)
      ? "one of the four groups is empty"
      : "nobody was selected in two of the four groups";
    return { ...told, p: null, method: "none", reason };
  }
  if (law) return { ...told, p: null, method: "exact law" };
  const profile = profileOf(selected, all);
  const reach = normalQuantile(1 - level / 2) ** 2;
  const high = ratio === Infinity ? Infinity : Math.exp(endOf(profile, "high", reach));
  const low = ratio === 0 ? 0 : Math.exp(endOf(profile, "low", reach));
  return { ...told, interval: ends(low, high), p: pOf(profile, ratio), method: "score test of the four chances" };
}

/** The four chances with the best likelihood at each log ratio, as a curve in the multiplier. */
interface Profile {
  /** How far the multiplier goes: below 0 the log ratio rises, above it falls. */
  readonly reach: { readonly high: number; readonly low: number };
  readonly at: (multiplier: number) => { readonly log: number; readonly score: number };
}

function profileOf(selected: Four, all: Four): Profile {
  return {
    reach: { high: -Math.min(selected[1], selected[2]), low: Math.min(selected[0], selected[3]) },
    at: (m) => {
      const chances = four((group) => (selected[group] - SIGNS[group] * m) / (all[group] - SIGNS[group] * m));
      const log = chances.reduce((sum, h, group) => sum + SIGNS[group] * Math.log(h), 0);
      // Of a group that was selected to the last row nothing else is expected.
      const far = (h: number, g: number): number =>
        selected[g] === all[g] ? 0 : (selected[g] - all[g] * h) ** 2 / (all[g] * h * (1 - h));
      return { log, score: chances.reduce((sum, h, group) => sum + far(h, group), 0) };
    },
  };
}

/** The log ratio at which the statistic has grown to `reach`. */
function endOf(profile: Profile, side: "high" | "low", reach: number): number {
  const end = profile.reach[side];
  const { log, score } = profile.at(lastWhere(end, (m) => profile.at(m).score < reach));
  // The chance of a group selected to the last of its n rows stays 1 until the multiplier is n; from there it falls alone, and the statistic
  // gains n (1 - h) / h.
  const rest = Math.log1p(Math.max(0, reach - score) / Math.abs(end));
  return side === "low" ? log - rest : log + rest;
}

/** By the statistic where the ratio is held at 1. */
function pOf(profile: Profile, ratio: number): number {
  if (ratio === 1) return 1;
  const end = profile.reach[ratio > 1 ? "low" : "high"];
  const m = lastWhere(end, (at) => (ratio > 1 ? profile.at(at).log > 0 : profile.at(at).log < 0));
  const { log, score } = profile.at(m);
  return twoSided(Math.sqrt(score + Math.abs(end) * Math.expm1(Math.abs(log))));
}

/** The multiplier furthest from 0, on the way to an open end, at which `holds`, by halving. */
function lastWhere(end: number, holds: (m: number) => boolean): number {
  let [inside, outside] = [0, 1];
  for (let i = 0; i < 100; i++) {
    const middle = (inside + outside) / 2;
    if (middle === inside || middle === outside) break;
    if (holds(middle * end)) inside = middle;
    else outside = middle;
  }
  return inside * end;
}
