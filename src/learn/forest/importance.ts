import { BY_SET, FEATURE, LEAF, type Packed } from "./packed.js";

const DEEPEST = 4;

/**
 * Share of each feature in the splits of the first four levels, a level d counting 1 / d^2 (as grf's variable importance); adds up to 1, or to 0
 * where nothing was split. Cost: O(nodes of those levels).
 */
export function splitImportance(packed: Packed, features: number): Float64Array {
  const counts = new Float64Array(DEEPEST * features);
  for (let t = 0; t < packed.trees; t++) {
    const root = packed.nodeStart[t];
    if (packed.nodeStart[t + 1] === root) continue;
    const visit = (node: number, depth: number): void => {
      const split = packed.split[node];
      if (split === LEAF || depth === DEEPEST) return;
      counts[depth * features + (split & FEATURE)]++;
      visit(node + 1, depth + 1);
      const right = packed.right[node];
      visit(root + (split < BY_SET ? right : packed.setRight[packed.setStart[t] + right]), depth + 1);
    };
    visit(root, 0);
  }
  const out = new Float64Array(features);
  let sum = 0;
  for (let d = 0; d < DEEPEST; d++) {
    const level = counts.subarray(d * features, (d + 1) * features);
    const splits = level.reduce((a, b) => a + b, 0);
    if (splits === 0) continue;
    const weight = 1 / (d + 1) ** 2;
    sum += weight;
    for (let j = 0; j < features; j++) out[j] += (weight * level[j]) / splits;
  }
  return sum === 0 ? out : out.map((share) => share / sum);
}
