import type { ConsistencyCondition, ConsistentSurrogate, SurrogateNumber } from "../../query/surrogate.js";
import { armMean } from "./arms.js";
import type { Estimates } from "./estimates.js";
import { type Linked, linked, minus, numberOf, ROUNDING } from "./linked.js";

/**
 * Does the sign of the effect on the surrogate decide that on the outcome? It does where the outcome rises with the surrogate in both arms, the
 * treatment adds nothing of the other sign at any level, and the treated's surrogates are ordered above the others' (Chen, Geng & Jia 2007; Ju &
 * Geng 2010; VanderWeele 2013): then E[Y|1] = sum E[Y|s,1] P(s|1) >= sum E[Y|s,0] P(s|1) >= sum E[Y|s,0] P(s|0). Nothing is assumed of
 * confounding between the two, and so nothing is adjusted but the arms.
 * All parts are turned by the signs that the data show, so that right is positive; their intervals share the level (Bonferroni).
 */
export function consistentOf(estimates: Estimates, level: number): ConsistentSurrogate {
  const { arms, levels, cellMeans, onSurrogate, within } = estimates;
  const { trial } = arms;
  const { treatment, surrogate, outcome } = trial;
  const up = Math.sign(within.value) || 1;
  const moved = Math.sign(onSurrogate.value) || 1;
  const named = [treatment.reference, treatment.treated];
  const { labels } = levels;
  const name = (level: number) =>
    surrogate.kind === "binary" ? [surrogate.low, surrogate.high][level] : labels[level];
  const rising = [0, 1].flatMap((arm) =>
    labels.slice(1).map((_, k) => {
      const [below, above] = [cellMeans[k][arm], cellMeans[k + 1][arm]];
      return part(
        `arm ${named[arm]}, ${surrogate.name} ${name(k)} to ${name(k + 1)}`,
        below && above && minus(above, below),
        up,
      );
    }),
  );
  const adding = labels.map((_, k) => {
    const [zero, one] = cellMeans[k];
    return part(`${surrogate.name} ${name(k)}`, zero && one && minus(one, zero), up * moved);
  });
  const ordered = labels.slice(1).map((_, k) => {
    const above = Float64Array.from(levels.code, (code) => (code > k ? 1 : 0));
    const difference = minus(armMean(arms, 1, above), armMean(arms, 0, above));
    const at =
      surrogate.kind === "binary" ? `${surrogate.name} ${surrogate.high}` : `${surrogate.name} above ${name(k)}`;
    return part(at, difference, moved);
  });
  const parts = [...rising, ...adding, ...ordered];
  const condition = (id: ConsistencyCondition["id"], claim: string, own: readonly Part[]): ConsistencyCondition =>
    judged(id, claim, own, parts.length);
  function judged(
    id: ConsistencyCondition["id"],
    claim: string,
    own: readonly Part[],
    tests: number,
  ): ConsistencyCondition {
    const numbers = own.flatMap(({ at, number }) =>
      number === undefined ? [] : [{ at, ...numberOf(number, trial, level / tests) }],
    );
    return { id, claim, verdict: verdictOf(numbers, own.length, level, tests), parts: numbers };
  }
  const [more, less] = up > 0 ? ["rises", "falls"] : ["falls", "rises"];
  const conditions = [
    condition(
      "monotone-in-surrogate",
      `${outcome.name} never ${less} with ${surrogate.name}, in either arm (on average it ${more})`,
      rising,
    ),
    condition(
      "monotone-in-treatment",
      `at no level of ${surrogate.name} does ${treatment.name} move ${outcome.name} the other way`,
      adding,
    ),
    condition("ordered-surrogate", `${treatment.name} moves all of the law of ${surrogate.name} one way`, ordered),
  ];
  const verdict = conditions.some((one) => one.verdict === "contradicted")
    ? "not guaranteed"
    : conditions.every((one) => one.verdict === "holds")
      ? "guaranteed"
      : "cannot tell";
  return { conditions, verdict, text: TEXTS[verdict] };
}

const TEXTS: Readonly<Record<ConsistentSurrogate["verdict"], string>> = {
  guaranteed:
    "The sign of the effect on the outcome follows from that on the surrogate, in this population, under these three conditions, which the data secure.",
  "not guaranteed":
    "The sign of the effect on the outcome does not follow from that on the surrogate: a condition is contradicted.",
  "cannot tell":
    "No condition is contradicted and not all are secured, so the sign of the effect on the outcome is not guaranteed by that on the surrogate.",
};

interface Part {
  readonly at: string;
  /** Absent where nobody is. */
  readonly number?: Linked;
}

function part(at: string, number: Linked | undefined, turn: number): Part {
  return number === undefined ? { at } : { at, number: linked(turn * number.value, [[turn, number]]) };
}

/**
 * Nobody at a level is no evidence. One wrong part of many is found by chance more often than one alone, so these share the level; that all are
 * right is claimed only where each is, which needs no correction (an intersection of claims). In an exact law 0 is not of the wrong sign.
 */
function verdictOf(
  parts: readonly SurrogateNumber[],
  wanted: number,
  level: number,
  tests: number,
): ConsistencyCondition["verdict"] {
  const wrong = ({ value, p }: SurrogateNumber) => value < -ROUNDING && (p === undefined || p < level / tests);
  const right = ({ value, p }: SurrogateNumber) => value >= -ROUNDING && (p === undefined || p < level);
  if (parts.some(wrong)) return "contradicted";
  return parts.length === wanted && parts.every(right) ? "holds" : "cannot tell";
}
