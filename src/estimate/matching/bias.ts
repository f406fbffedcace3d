import { leastSquares } from "../../learn/linear/irls.js";
import { linearPredictor } from "../../num/gram.js";
import { indices } from "../../num/indices.js";
import type { Points } from "./points.js";

/**
 * The mean outcome of arm `w` as a linear function of the place, fitted by least squares to those that stand in for others, each as often as
 * it does (Abadie & Imbens 2011, section 3); by point. Cost: O(points x dims^2).
 */
export function meanLine(points: Points, w: 0 | 1, weight: Float64Array): Float64Array {
  const { size, dims, at } = points;
  const dense = Array.from({ length: dims }, (_, d) => Float64Array.from({ length: size }, (_, p) => at[p * dims + d]));
  const design = { dense, blocks: [], size: 1 + dims };
  const all = indices(size);
  const rows = all.filter((p) => weight[p] > 0);
  const { beta } = leastSquares({
    design,
    rows,
    y: Float64Array.from(rows, (p) => points.sum[w][p] / points.mass[w][p]),
    weight: Float64Array.from(rows, (p) => weight[p] * points.mass[w][p]),
    ridge: 0,
  });
  return linearPredictor(design, beta, all);
}
