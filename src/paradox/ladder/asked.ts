import { ask } from "../../model/ask.js";
import type { Model } from "../../model/model.js";
import type { LadderPair, LadderRow, LadderShares } from "../../query/ladder.js";
import { equal, numberOf, written } from "./fraction.js";
import type { Names } from "./names.js";
import { openRanges } from "./open.js";
import { dialQuestions, doingQuestions, seeingQuestions, shownQuestions } from "./questions.js";
import type { Type } from "./types.js";

/** Two exact answers that differ by more are not the same. */
const ROUNDING = 1e-12;

/** A pair of models, as fractions and as the engine has them. */
export interface Pair {
  readonly types: readonly [readonly Type[], readonly Type[]];
  readonly models: readonly [Model, Model];
  readonly names: Names;
  readonly rung: 1 | 2;
}

/** The questions that are shown, asked of both models, beside the exact answers. */
export function rowsOf({ types, models, names, rung }: Pair): readonly LadderRow[] {
  const open = openRanges(types[0], rung, names);
  return shownQuestions(names).map(({ layer, query, exact }) => {
    const fractions = types.map(exact);
    const values = models.map((model) => numberFor(model, query));
    values.forEach((value, i) => {
      if (Math.abs(value - numberOf(fractions[i])) > ROUNDING)
        throw new Error(`${query}: the engine has ${value}, and it is ${written(fractions[i])}`);
    });
    const range = open.get(query);
    return {
      layer,
      query,
      values: [values[0], values[1]],
      exact: [written(fractions[0]), written(fractions[1])],
      same: equal(fractions[0], fractions[1]),
      ...(range === undefined ? {} : { open: range }),
    };
  });
}

/** Everything that can be asked below the layer on which they part: do they agree? */
export function checkBelow({ models, names, rung }: Pair): LadderPair["checked"] {
  const questions = [...seeingQuestions(names), ...(rung === 2 ? doingQuestions(names) : [])];
  let largest = 0;
  for (const query of questions) {
    const [one, other] = models.map((model) => numberFor(model, query));
    largest = Math.max(largest, Math.abs(one - other));
  }
  if (largest > ROUNDING) throw new Error(`a pair that should agree differs by ${largest}`);
  return { questions: questions.length, largest };
}

/** SHARES of those with T=1 and Y=1. */
export function sharesOf(model: Model, { treatment, outcome }: Names): LadderShares {
  const { shares } = ask(model, `SHARES(${treatment}=1, ${outcome}=1)`, { method: "exact", coupling: 0 });
  if (shares === undefined || !("anyway" in shares)) throw new Error("the engine gave no shares");
  return { anyway: shares.anyway.value!, policy: shares.policy.value!, chance: shares.chance.value! };
}

/** The same model at both ends of the dial (THEORY 1.7). */
export function dialOf(model: Model, names: Names): NonNullable<LadderPair["dial"]> {
  return dialQuestions(names).map((query) => ({
    query,
    values: [numberFor(model, query, 0), numberFor(model, query, 1)],
  }));
}

function numberFor(model: Model, query: string, coupling = 0): number {
  const { value } = ask(model, query, { method: "exact", coupling });
  if (value === null) throw new Error(`${query}: the engine gave no number`);
  return value;
}
