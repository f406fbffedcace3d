import { DiscoError } from "../error.js";
import { pow } from "../num/elementary.js";
import type { Family, Outcome, Outcomes } from "./family.js";

/** Places of the outcomes in their order: numbers ascending; as soon as there are names, as they are listed. */
function order({ values }: Outcomes): number[] {
  const places = values.map((_, i) => i);
  if (values.every((value) => typeof value === "number")) places.sort((i, j) => Number(values[i]) - Number(values[j]));
  return places;
}

/** As a person would write it: names in quotes. */
export function sayOutcomes(values: readonly Outcome[]): string {
  const said = values.slice(0, 8).map((value) => (typeof value === "number" ? String(value) : JSON.stringify(value)));
  return said.join(", ") + (values.length > 8 ? `, ... (${values.length} in all)` : "");
}

/** @throws DiscoError for a name that is not among the outcomes; a number that is not is merely improbable */
function placeOf({ values }: Outcomes, x: Outcome): number {
  const place = values.indexOf(x);
  if (place >= 0 || typeof x === "number") return place;
  const given = JSON.stringify(x);
  throw new DiscoError({
    who: "law",
    wrong: "there is no such outcome",
    given,
    next: `ask for one of ${sayOutcomes(values)}`,
  });
}

/** Which places, in order, come at or before x. */
function upTo(outcomes: Outcomes, places: readonly number[], x: Outcome): number {
  if (outcomes.values.every((value) => typeof value === "number") && typeof x === "number") {
    const first = places.findIndex((i) => Number(outcomes.values[i]) > x);
    return first < 0 ? places.length : first;
  }
  return placeOf(outcomes, x) + 1;
}

function numbers({ values }: Outcomes): readonly number[] | undefined {
  return values.every((value) => typeof value === "number") ? (values as readonly number[]) : undefined;
}

/** Sum of p(x) times f(x) over the outcomes that can happen. */
export function sumOver({ values, probabilities, logs }: Outcomes, f: (x: Outcome, log: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (logs[i] > -Infinity) sum += probabilities[i] * f(values[i], logs[i]);
  return sum;
}

function mean(outcomes: Outcomes): number | undefined {
  return numbers(outcomes) && sumOver(outcomes, Number);
}

/** A family of finite laws, all from its outcomes. Each call costs as much as there are outcomes. */
export function finiteFamily<L>(outcomesOf: (law: L) => Outcomes): Family<L> & { outcomes(law: L): Outcomes } {
  return {
    outcomes: outcomesOf,
    logDensity: (law, x) => {
      const outcomes = outcomesOf(law);
      const place = placeOf(outcomes, x);
      return place < 0 ? -Infinity : outcomes.logs[place];
    },
    cdf: (law, x) => {
      const outcomes = outcomesOf(law);
      const places = order(outcomes);
      const count = upTo(outcomes, places, x);
      let sum = 0;
      for (let k = 0; k < count; k++) sum += outcomes.probabilities[places[k]];
      return places.slice(count).every((i) => outcomes.logs[i] === -Infinity) ? 1 : Math.min(1, sum);
    },
    survival: (law, x) => {
      const outcomes = outcomesOf(law);
      const places = order(outcomes);
      const count = upTo(outcomes, places, x);
      let sum = 0;
      for (let k = places.length - 1; k >= count; k--) sum += outcomes.probabilities[places[k]];
      return places.slice(0, count).every((i) => outcomes.logs[i] === -Infinity) ? 1 : Math.min(1, sum);
    },
    quantile: (law, p) => pick(outcomesOf(law), order(outcomesOf(law)), p),
    mean: (law) => mean(outcomesOf(law)),
    variance: (law) => {
      const outcomes = outcomesOf(law);
      const middle = mean(outcomes);
      return middle === undefined ? undefined : sumOver(outcomes, (x) => pow(Number(x) - middle, 2));
    },
    entropy: (law) => sumOver(outcomesOf(law), (_, log) => -log),
  };
}

/** The first of the places at which the probabilities so far reach p, among outcomes that can happen. */
export function pick({ values, probabilities, logs }: Outcomes, places: readonly number[], p: number): Outcome {
  let sum = 0;
  let last = places[0];
  for (const i of places) {
    if (logs[i] === -Infinity) continue;
    last = i;
    sum += probabilities[i];
    if (sum >= p) break;
  }
  return values[last];
}
