import { DiscoError } from "../error.js";
import type { Answer, Remark } from "../query/answer.js";
import type { Method, Overlap } from "../query/effect.js";
import type { EffectSettings } from "./effect-options.js";
import { emptyLevels } from "./empty-levels.js";
import { checkOverlap, type Propensities } from "./overlap.js";
import type { Problem } from "./problem.js";

/** Estimators that allow for unmeasured causes of treatment and outcome, and compare no arms given the covariates. */
export const OTHER_WAYS: ReadonlySet<Method> = new Set<Method>(["two-stage-least-squares", "wald", "front-door"]);

/** Estimators that need both arms among rows that are alike. */
const NEEDING: readonly Method[] = [
  "regression",
  "horvitz-thompson",
  "hajek",
  "stratification",
  "matching",
  "aipw",
  "tmle",
  "dml",
];

/** What overlap had to say: warnings, or why estimators that need it have no answer. */
export interface Comparable {
  readonly warnings: readonly Remark[];
  readonly refusal?: string;
}

/**
 * Can the arms be compared? Where another way was named (an instrument, a front door) its estimators need no overlap, so only the others are
 * refused. @throws DiscoError (refused) where there is no other way
 */
export function comparable(
  problem: Problem,
  arm: number,
  from: Propensities,
  overlap: Overlap,
  settings: EffectSettings,
): Comparable {
  const { target, way, method } = settings;
  const { instruments } = problem.study;
  const another =
    instruments.length > 0 || way === "front-door" || way === "instrument" || (method && OTHER_WAYS.has(method));
  try {
    return {
      warnings: [
        ...emptyLevels(problem.study, arm, target),
        ...checkOverlap(from, overlap, target, problem.total, ["ate", "att", "overlap"]),
      ],
    };
  } catch (error) {
    if (!(error instanceof DiscoError) || error.kind !== "refused" || !another) throw error;
    const { wrong, next } = error.complaint;
    return { warnings: [], refusal: `${wrong}; ${next}` };
  }
}

/** The estimates without those that overlap refuses. */
export function withoutRefused(
  estimates: Readonly<Partial<Record<Method, Answer>>>,
  { refusal }: Comparable,
  without: (query: string, reason: string) => Answer,
): Readonly<Partial<Record<Method, Answer>>> {
  if (refusal === undefined) return estimates;
  const refused = NEEDING.flatMap((key) => {
    const answer = estimates[key];
    return answer === undefined ? [] : [[key, without(answer.query, refusal)] as const];
  });
  return { ...estimates, ...Object.fromEntries(refused) };
}
