import { normalCdf } from "../num/normal.js";
import { cauchy } from "./cauchy.js";
import { expectation, landmarks } from "./expectation.js";
import { need } from "./family.js";
import { familyOf, type Law, outcomesOf, survival } from "./law.js";

/**
 * P(a > b) for independent draws of two laws on numbers (THEORY 7.5). Normal and Cauchy pairs in closed form, finite laws as sums, others by
 * quadrature to about 1e-11. Ties count as no. For independent symmetric laws that differ in location it is above 1/2 exactly for the one of
 * larger location, so such preferences never go round in circles.
 * @throws DiscoError when outcomes are names
 */
export function probabilityGreater(a: Law, b: Law): number {
  if (a.kind === "normal" && b.kind === "normal")
    return normalCdf((a.mean - b.mean) / Math.sqrt(a.sd * a.sd + b.sd * b.sd));
  if (a.kind === "cauchy" && b.kind === "cauchy") {
    return survival(cauchy(a.location - b.location, a.scale + b.scale), 0);
  }
  const named = [a, b].flatMap((law) => outcomesOf(law)?.values ?? []).find((value) => typeof value === "string");
  need(
    named === undefined,
    "probabilityGreater",
    "an outcome is a name, and names are not larger or smaller",
    JSON.stringify(named),
    "give laws of numbers",
  );
  const [first, second] = [familyOf(a), familyOf(b)];
  const discrete = outcomesOf(b);
  if (discrete) {
    const above = (x: number) => first.survival(a, x);
    return expectation<Law>(b, (x) => above(Number(x)));
  }
  return expectation<Law>(a, (x) => second.cdf(b, x), outcomesOf(a) ? [] : landmarks(b));
}
