import { lineSearch } from "./line.js";
import type { Search } from "./nearness.js";
import type { Points } from "./points.js";
import { treeSearch } from "./tree.js";

/** A search among the points where `arm` has observations. Cost: O(points log points) once, then about O(log points) a search in few dimensions. */
export function searchOf(points: Points, arm: 0 | 1): Search {
  const among: number[] = [];
  for (let p = 0; p < points.size; p++) if (points.mass[arm][p] > 0) among.push(p);
  const indices = Int32Array.from(among);
  return points.dims === 1
    ? lineSearch(points.at, indices, points.mass[arm])
    : treeSearch(points.at, points.dims, indices, points.mass[arm]);
}
