import type { DecisionRule } from "../query/decision.js";
import type { People } from "./people.js";

/**
 * The number each individual is decided by, before costs. Treat where it is above the cost:
 * - `maximin` looks at the worst that any noises allow, so a treatment is never worth less than not treating;
 * - `expected` at the benefit under independent noises;
 * - `regret` at the middle of the bounds. Treating is regretted by at most max(0, cost - low), not treating by at most max(0, high - cost).
 *   The first is the smaller exactly where low + high > 2 cost: if the cost lies between the ends these are cost - low and high - cost; if it lies
 *   below low the first is 0 and the second is not, and (low + high) / 2 >= low > cost; above high it is the other way round.
 */
export function decidingNumbers({ benefit: { value, low, high } }: People, rule: DecisionRule): Float64Array {
  if (rule === "expected") return value;
  if (rule === "maximin") return low;
  return low.map((worst, i) => (worst + high[i]) / 2);
}

/**
 * What individuals are ranked by, largest first: the net number per unit of cost among those worth treating (the greedy order of the fractional
 * knapsack; Dantzig 1957), the net number itself among the others and wherever all cost the same, which gives the same order.
 */
export function rankingKeys(net: Float64Array, cost: Float64Array): Float64Array {
  let alike = true;
  for (let i = 1; i < cost.length && alike; i++) alike = cost[i] === cost[0];
  if (alike) return net;
  return net.map((number, i) => (number > 0 ? number / cost[i] : number));
}
