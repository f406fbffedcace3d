import type { Range } from "../../query/answer.js";
import type { Contrast } from "../../query/effect.js";
import type { EstimateRow } from "./estimates.js";
import { nothingOf } from "./scale.js";

/** The axis on which estimates lie side by side. */
export interface ForestAxis {
  readonly domain: Range;
  /** Position of a value: 0 at the low end, 1 at the high one, beyond them where the axis does not reach. */
  readonly at: (value: number) => number;
  /** Ratios: 2 and 1/2 are equally far from 1. */
  readonly logarithmic: boolean;
}

/** How far the axis may go beyond the first row's interval, in widths of that interval. */
const REACH = 1.5;

/**
 * An axis that holds all estimates, except where one is so uncertain that the others would be points: it goes no further than `REACH` widths
 * beyond the interval of the first row and the line of no effect. What lies outside is drawn as an arrow.
 */
export function forestAxis(rows: readonly EstimateRow[], contrast: Contrast): ForestAxis {
  const logarithmic = contrast !== "difference";
  const place = (value: number): number => {
    if (!logarithmic) return value;
    return value > 0 ? Math.log(value) : Number.NEGATIVE_INFINITY;
  };
  const ends = ({ number, range }: EstimateRow): number[] =>
    [...(number === null ? [] : [number]), ...(range ?? [])].map(place).filter(Number.isFinite);
  const all = [place(nothingOf(contrast)), ...rows.flatMap(ends)];
  const core = [all[0], ...rows.slice(0, 1).flatMap(ends)];
  const [coreLow, coreHigh] = [Math.min(...core), Math.max(...core)];
  const spare = REACH * (coreHigh - coreLow || Math.max(...all) - Math.min(...all) || 1);
  const low = Math.max(coreLow - spare, Math.min(...all));
  const high = Math.min(coreHigh + spare, Math.max(...all));
  const air = 0.04 * (high - low || 1);
  const back = (at: number): number => (logarithmic ? Math.exp(at) : at);
  const [from, to] = [low - air, high + air];
  return {
    domain: [back(from), back(to)],
    at: (value) => (place(value) - from) / (to - from),
    logarithmic,
  };
}
