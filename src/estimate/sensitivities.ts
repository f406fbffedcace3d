import type { Study } from "../num/study.js";
import type { Answer, Remark } from "../query/answer.js";
import type { Method, Sensitivity } from "../query/effect.js";
import type { Views } from "./arm-methods.js";
import { OTHER_WAYS } from "./comparable.js";
import type { EffectSettings } from "./effect-options.js";
import { matchedPairs } from "./matching.js";
import type { Problem } from "./problem.js";
import type { Reestimate } from "./sensitivity/again.js";
import { eValue, type RiskMeasure } from "./sensitivity/e-value.js";
import { manski } from "./sensitivity/manski.js";
import { marginalSensitivity } from "./sensitivity/marginal-sensitivity.js";
import { monotone } from "./sensitivity/monotone.js";
import { negativeOutcome } from "./sensitivity/negative-outcome.js";
import { negativeTreatment } from "./sensitivity/negative-treatment.js";
import { robustness } from "./sensitivity/partial-r2.js";
import { randomCause } from "./sensitivity/random-cause.js";
import { rosenbaum } from "./sensitivity/rosenbaum.js";
import { subset } from "./sensitivity/subset.js";

/** Rows up to which the checks that estimate again are made without being asked for. */
const FEW = 20_000;

/** Rows up to which checks that sort the rows many times are made without being asked for. */
const MANY = 200_000;

/**
 * How strong something unmeasured would have to be, and what the data say without it: about the estimate shown first. Estimators that allow for
 * unmeasured causes are not asked how strong these would have to be.
 */
export function armSensitivities(
  views: Views,
  arm: number,
  method: Method,
  answer: Answer,
  settings: EffectSettings,
): readonly Sensitivity[] {
  const { crossFitted } = views;
  const { contrast, level, refute = crossFitted.y.length <= MANY } = settings;
  const adjusted = crossFitted.study.given.length > 0 && !OTHER_WAYS.has(method);
  const measure = OTHER_WAYS.has(method) ? undefined : riskMeasure(crossFitted, answer, settings);
  const found = [
    measure && eValue(measure, { method }),
    contrast === "difference" && adjusted && refute ? robustness(crossFitted.study, { arm, level }) : undefined,
    contrast === "difference" && adjusted && refute ? pairsBounds(views.fitted, level) : undefined,
    adjusted && refute ? marginalSensitivity(views.fitted, { contrast }) : undefined,
    contrast === "difference" ? manski(crossFitted, { method }) : undefined,
    contrast === "difference" ? monotone(crossFitted, { method }) : undefined,
  ];
  return found.filter((one) => one !== undefined);
}

/** What was not looked at because there are very many rows, and how to have it looked at. */
export function leftOutChecks(rows: number, { refute }: EffectSettings): readonly Remark[] {
  if (refute !== undefined || rows <= FEW) return [];
  const which = `random causes, subsets and placebo treatments${rows > MANY ? ", partial R2, Rosenbaum's bounds and the marginal sensitivity model" : ""}`;
  return [{ id: "checks-left-out", text: `With ${rows} rows the checks by ${which} are made only with --refute.` }];
}

/** The effect as a risk ratio can be had from it. */
function riskMeasure(problem: Problem, answer: Answer, { contrast }: EffectSettings): RiskMeasure | undefined {
  const { value, interval } = answer;
  if (value === null) return undefined;
  const ends = interval === undefined ? {} : { interval };
  const { reference, arm } = answer.diagnostics;
  if (problem.study.outcome.kind === "numeric") {
    if (contrast === "ratio") return { kind: "ratio", value, ...ends };
    const sd = spreadOf(problem);
    const scaled = interval === undefined ? {} : { interval: [interval[0] / sd, interval[1] / sd] as const };
    return sd > 0 ? { kind: "standardised-difference", value: value / sd, ...scaled } : undefined;
  }
  if (typeof reference !== "number" || typeof arm !== "number") return undefined;
  if (contrast === "ratio") return { kind: "ratio", value, ...ends };
  if (contrast === "odds-ratio") {
    return { kind: "odds-ratio", value, ...ends, common: Math.max(reference, arm) > 0.15 };
  }
  return { kind: "risk-difference", means: [reference, arm], ...ends };
}

/** Standard deviation of the outcome within arms. */
function spreadOf({ arm, y, count }: Problem): number {
  const [mass, sum, square] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  for (let j = 0; j < y.length; j++) {
    const own = arm[j];
    if (own < 0) continue;
    mass[own] += count[j];
    sum[own] += count[j] * y[j];
    square[own] += count[j] * y[j] * y[j];
  }
  const within = [0, 1].reduce((total, a) => total + square[a] - (sum[a] * sum[a]) / mass[a], 0);
  return Math.sqrt(Math.max(0, within) / (mass[0] + mass[1]));
}

function pairsBounds(problem: Problem, level: number): Sensitivity | undefined {
  if (problem.law || problem.study.weights !== undefined) return undefined;
  if (problem.target === "overlap") return undefined;
  const { treated, control } = matchedPairs(problem, {});
  const differences = Float64Array.from(treated, (j, k) => problem.y[j] - problem.y[control[k]]);
  return rosenbaum({ differences, binary: problem.study.outcome.kind === "binary" }, { method: "matching", level });
}

/** The checks that estimate again: on changed tables where rows are few or it is asked for, on named controls always. */
export async function refutations(
  study: Study,
  reestimate: Reestimate,
  method: Method,
  settings: EffectSettings,
): Promise<readonly Sensitivity[]> {
  const { seed, contrast, refute = study.rows <= FEW, onProgress } = settings;
  const options = { method, seed, none: contrast === "difference" ? 0 : 1 };
  const found: (Sensitivity | undefined)[] = [];
  if (refute) {
    onProgress?.("checking", 0);
    // By the same road as the changed tables, so that only the change is seen.
    const original = await reestimate(study);
    if (study.given.length > 0) found.push(await randomCause(study, original, reestimate, options));
    found.push(await subset(study, original, reestimate, options));
    // Dealt by lot, a treatment is moved by no instrument.
    if (study.instruments.length === 0) found.push(await negativeTreatment(study, undefined, reestimate, options));
  }
  const { negativeOutcome: outcome, negativeTreatment: treatment } = study;
  if (treatment) found.push(await negativeTreatment(study, treatment, reestimate, options));
  if (outcome) found.push(await negativeOutcome(study, outcome, reestimate, options));
  return found.filter((one) => one !== undefined);
}
