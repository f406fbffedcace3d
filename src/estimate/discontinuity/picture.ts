import type { DiscontinuityAnswer } from "../../query/effect.js";
import type { Design } from "./design.js";
import type { Level } from "./jump.js";

/** Bins on either side, over this many bandwidths (or as far as the rows reach). */
const BINS = 20;
const REACH = 3;

/** Averages of the outcome in bins of equal width on both sides, and the two lines whose ends at the cutoff are compared. Cost: O(rows). */
export function pictureOf(
  { name, cutoff, sides, rule }: Design,
  levels: readonly [Level, Level],
  bandwidth: number,
): DiscontinuityAnswer {
  const treatedRight = rule === ">=" || rule === ">";
  const bins: { at: number; mean: number; rows: number }[] = [];
  for (const [s, side] of sides.entries()) {
    const sign = (s === 1) === treatedRight ? 1 : -1;
    const end = Math.min(REACH * bandwidth, Math.abs(side.x[side.x.length - 1]));
    const width = end / BINS;
    const rows = new Float64Array(BINS);
    const sum = new Float64Array(BINS);
    for (let k = 0; k < side.x.length && Math.abs(side.x[k]) <= end; k++) {
      const bin = width > 0 ? Math.min(BINS - 1, Math.floor(Math.abs(side.x[k]) / width)) : 0;
      rows[bin] += side.mass[k];
      sum[bin] += side.sum[k];
    }
    for (let b = 0; b < BINS; b++) {
      if (rows[b] > 0) bins.push({ at: cutoff + sign * (b + 0.5) * width, mean: sum[b] / rows[b], rows: rows[b] });
    }
  }
  bins.sort((a, b) => a.at - b.at);
  const lineOf = (s: number, to: number): [number, number][] => {
    const { line, slope } = levels[s];
    const ends: [number, number][] = [
      [cutoff, line],
      [cutoff + to, line + slope * to],
    ];
    return to < 0 ? ends.reverse() : ends;
  };
  const reach = (s: number) => Math.min(bandwidth, Math.abs(sides[s].x[sides[s].x.length - 1]));
  const [left, right] = treatedRight ? [0, 1] : [1, 0];
  return {
    running: name,
    cutoff,
    bandwidth,
    bins,
    left: lineOf(left, -reach(left)),
    right: lineOf(right, reach(right)),
  };
}
