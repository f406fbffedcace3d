import type { Decomposition, Leads } from "../../query/simpson.js";
import type { Cells } from "./cells.js";

/**
 * The raw difference within strata and by composition (THEORY 8.2), in the two orders, in their average, and with everybody's mix. With f the mix of an
 * arm and m its means: m1 f1 - m0 f0 = sum f1 (m1 - m0) + sum (f1 - f0) m0 = sum f0 (m1 - m0) + sum (f1 - f0) m1, exactly.
 * Source: E. Kitagawa, Journal of the American Statistical Association 50, 1955. Cost: O(strata).
 */
export function decompose({ count, mean, arms, total }: Cells): readonly Decomposition[] {
  let [raw, everybody, treated, untreated, atUntreated, atTreated] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count.length; i += 2) {
    const [f0, f1] = [count[i] / arms[0], count[i + 1] / arms[1]];
    const gap = mean[i + 1] - mean[i];
    raw += f1 * mean[i + 1] - f0 * mean[i];
    everybody += ((count[i] + count[i + 1]) / total) * gap;
    treated += f1 * gap;
    untreated += f0 * gap;
    atUntreated += (f1 - f0) * mean[i];
    atTreated += (f1 - f0) * mean[i + 1];
  }
  return [
    { mix: "everybody", within: everybody, composition: raw - everybody },
    { mix: "treated", within: treated, composition: atUntreated },
    { mix: "untreated", within: untreated, composition: atTreated },
    { mix: "both", within: (treated + untreated) / 2, composition: (atTreated + atUntreated) / 2 },
  ];
}

/** Which arm is ahead in how many strata. Cost: O(strata). */
export function leadsOf({ count, mean }: Cells): Leads {
  let [treated, untreated, ties] = [0, 0, 0];
  for (let i = 0; i < count.length; i += 2) {
    const gap = mean[i + 1] - mean[i];
    // A mean of sums is exact to its last digits only.
    const rounding = 1e-12 * (Math.abs(mean[i]) + Math.abs(mean[i + 1]));
    if (Math.abs(gap) <= rounding) ties++;
    else if (gap > 0) treated++;
    else untreated++;
  }
  return { treated, untreated, ties };
}

/** The share of one arm that would have to change its stratum to have the other's mix (total variation). Cost: O(strata). */
export function mixesApart({ count, arms }: Cells): number {
  let sum = 0;
  for (let i = 0; i < count.length; i += 2) sum += Math.abs(count[i] / arms[0] - count[i + 1] / arms[1]);
  return sum / 2;
}
