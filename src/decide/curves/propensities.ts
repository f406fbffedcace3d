import { normalCdf } from "../../num/normal.js";
import type { Remark } from "../../query/answer.js";
import type { Scored } from "../scored.js";

/** A standard deviation of propensities that no curve notices, and how sure it must be that there is more. */
const LITTLE = 0.02;
const SURE = 0.99;

/**
 * Says so where propensities differ between individuals. How much they do is the covariance of who was treated with the propensities that
 * other rows predicted: what chance made of these drops out, so a fair trial is not accused of it. Cost: O(n).
 */
export function propensityNotes({ t, e, count, total, law }: Scored): readonly Remark[] {
  let [treated, mean, lowest, highest] = [0, 0, 1, 0];
  for (let j = 0; j < t.length; j++) {
    treated += (count[j] * t[j]) / total;
    mean += (count[j] * e[j]) / total;
    lowest = Math.min(lowest, e[j]);
    highest = Math.max(highest, e[j]);
  }
  let variance = 0;
  for (let j = 0; j < t.length; j++) variance += (count[j] * (t[j] - treated) * (e[j] - mean)) / total;
  let squares = 0;
  for (let j = 0; j < t.length; j++) squares += count[j] * ((t[j] - treated) * (e[j] - mean) - variance) ** 2;
  const se = law ? 0 : Math.sqrt(squares) / total;
  const sd = Math.sqrt(Math.max(0, variance));
  if (!(sd > LITTLE) || (se > 0 && normalCdf(variance / se) < SURE)) return [];
  const text =
    `Propensities differ between individuals (standard deviation ${sd.toFixed(3)}, from ${lowest.toFixed(3)} to ` +
    `${highest.toFixed(3)}), so the Qini curve, which counts the arms as they are, mixes the effect with who was treated. ` +
    "Read the uplift curve, which corrects for it.";
  return [{ id: "qini-propensities", text }];
}
