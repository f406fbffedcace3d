import type { EffectGroup, SortedGroups } from "../../query/heterogeneity.js";
import { type Averaged, averageEffect, type Judged, withInterval } from "./judged.js";
import { placesOf } from "./places.js";

/**
 * Sorted group average effects: rows in groups of equal size by predicted effect, each with its doubly robust average (Chernozhukov et al.
 * 2018). Sorted within folds; rows with the same effect stay together, where the middle of their places is, so a group may be empty and is
 * then left out. Intervals are pointwise. Cost: O(n log n).
 */
export function sortedGroups(judged: Judged, groups = 5): SortedGroups {
  const { effect, count } = judged;
  const group = new Int32Array(effect.length).fill(-1);
  const { order, start, from, to } = placesOf(judged);
  for (let k = 0; k < from.length; k++) {
    const place = Math.min(groups - 1, Math.floor(groups * (1 - (from[k] + to[k]) / 2)));
    for (let i = start[k]; i < start[k + 1]; i++) group[order[i]] = place;
  }
  const found: { readonly averaged: Averaged; readonly group: EffectGroup }[] = [];
  for (let g = 0; g < groups; g++) {
    const averaged = averageEffect(judged, (j) => group[j] === g);
    if (averaged === undefined) continue;
    let [rows, weight, predicted] = [0, 0, 0];
    for (let j = 0; j < effect.length; j++) {
      if (group[j] !== g) continue;
      rows += count[j];
      weight += count[j] * judged.tilt[j];
      predicted += count[j] * judged.tilt[j] * effect[j];
    }
    const about = { from: g / groups, to: (g + 1) / groups, predicted: predicted / weight, rows };
    found.push({ averaged, group: { ...about, effect: withInterval(averaged, judged) } });
  }
  const last = found.at(-1);
  return {
    groups: found.map((one) => one.group),
    increasing: found.every(({ averaged }, g) => g === 0 || averaged.value > found[g - 1].averaged.value),
    ...(found.length > 1 && last
      ? { difference: withInterval(less(last.averaged, found[0].averaged), judged, "learnt") }
      : {}),
  };
}

function less(a: Averaged, b: Averaged): Averaged {
  return { value: a.value - b.value, influence: a.influence.map((value, j) => value - b.influence[j]) };
}
