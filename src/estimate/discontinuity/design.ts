import { DiscoError } from "../../error.js";
import { indices } from "../../num/indices.js";
import type { Study } from "../../num/study.js";
import { type Side, sideOf } from "./side.js";

/** A sharp design: the two sides of the cutoff, untreated first. */
export interface Design {
  readonly name: string;
  readonly cutoff: number;
  /** Running variable less the cutoff, by row. */
  readonly distance: Float64Array;
  readonly count: Float64Array;
  /** Untreated, treated. */
  readonly sides: readonly [Side, Side];
  /** The rule that the table follows, such as ">=". */
  readonly rule: Rule;
}

export type Rule = ">=" | ">" | "<=" | "<";

const RULES: readonly Rule[] = [">=", ">", "<=", "<"];

const follows = (distance: number, rule: Rule): boolean =>
  rule === ">=" ? distance >= 0 : rule === ">" ? distance > 0 : rule === "<=" ? distance <= 0 : distance < 0;

/**
 * Finds the rule by which the treatment follows the running variable.
 * @throws DiscoError for a study without running variable, two arms, or rows to be counted; refused where the treatment does not follow the
 * cutoff (with how many rows break the best rule), or a side is empty
 */
export function designOf(study: Study, cutoff: number): Design {
  const { running, treatment, weights, outcome, rows } = study;
  const who = "regression discontinuity";
  if (!running) {
    throw new DiscoError({ who, wrong: "no running variable is named", next: "name the column that the cutoff cuts" });
  }
  if (treatment.kind !== "arms" || treatment.arms.length !== 2) {
    throw new DiscoError({
      who: `${who}: treatment "${treatment.name}"`,
      wrong: "a cutoff makes two arms",
      given: treatment.kind === "arms" ? `${treatment.arms.length} arms` : "a dose",
      next: "derive a column that says who was treated",
    });
  }
  if (!Number.isFinite(cutoff)) {
    throw new DiscoError({
      who: `${who}: cutoff`,
      wrong: "not a number",
      given: String(cutoff),
      next: "give the value of the running variable at which treatment starts",
    });
  }
  if (weights?.kind === "law") {
    throw new DiscoError({
      who,
      wrong: "an exact law has no single rows near the cutoff, and its lines no sampling error",
      given: weights.name ?? "probabilities",
      next: "give rows or counts",
    });
  }
  const count = weights ? weights.values : new Float64Array(rows).fill(1);
  const distance = running.values.map((value) => value - cutoff);
  const broken = RULES.map((rule) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) if (follows(distance[i], rule) !== (treatment.codes[i] === 1)) sum += count[i];
    return sum;
  });
  const best = broken.indexOf(Math.min(...broken));
  if (broken[best] > 0) {
    const total = count.reduce((a, b) => a + b, 0);
    throw new DiscoError(
      {
        who,
        wrong: `the treatment does not follow the cutoff: ${broken[best]} of ${total} rows break ${treatment.name} = ${treatment.arms[1]} where ${running.name} ${RULES[best]} ${cutoff}, so the design is not sharp`,
        given: `cutoff ${cutoff}`,
        next: "check the cutoff; if some do not take what the rule gives them, use which side they are on as an instrument (--instrument)",
      },
      "refused",
    );
  }
  const of = (arm: number) =>
    sideOf(
      indices(rows).filter((i) => treatment.codes[i] === arm),
      distance,
      count,
      outcome.values,
    );
  const sides = [of(0), of(1)] as const;
  const empty = sides.findIndex((side) => side.x.length === 0);
  if (empty >= 0) {
    throw new DiscoError(
      {
        who,
        wrong: `no row is in arm '${treatment.arms[empty]}'`,
        given: `cutoff ${cutoff}, ${running.name} from ${extreme(running.values, Math.min)} to ${extreme(running.values, Math.max)}`,
        next: "choose a cutoff within the range of the running variable",
      },
      "refused",
    );
  }
  return { name: running.name, cutoff, distance, count, sides, rule: RULES[best] };
}

const extreme = (values: Float64Array, f: (a: number, b: number) => number) => values.reduce((a, b) => f(a, b));

/** The smaller of standard deviation and interquartile range / 1.349 of the running variable (Silverman 1986, eq. 3.30). Cost: O(rows log rows). */
export function spreadOf({ distance, count }: Design): number {
  const order = Int32Array.from(distance, (_, i) => i).sort((a, b) => distance[a] - distance[b]);
  const total = count.reduce((a, b) => a + b, 0);
  let mean = 0;
  for (const i of order) mean += (count[i] * distance[i]) / total;
  let square = 0;
  for (const i of order) square += count[i] * (distance[i] - mean) ** 2;
  const quartile = (p: number) => {
    let below = 0;
    for (let k = 0; k < order.length; k++) {
      below += count[order[k]];
      if (below > p * total) return distance[order[k]];
      if (below === p * total && k + 1 < order.length) {
        let next = k + 1;
        while (next < order.length - 1 && count[order[next]] === 0) next++;
        return (distance[order[k]] + distance[order[next]]) / 2;
      }
    }
    return distance[order[order.length - 1]];
  };
  const sd = Math.sqrt(square / (total - 1));
  const middle = (quartile(0.75) - quartile(0.25)) / 1.349;
  return middle > 0 ? Math.min(sd, middle) : sd;
}
