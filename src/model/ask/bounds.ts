import { type ArmLaws, tianPearl } from "../../law/response.js";
import type { Range, Remark } from "../../query/answer.js";
import type { ModelAnswer } from "../../query/model-answer.js";
import type { Request, Result } from "../request.js";
import {
  armIs,
  ask,
  CONTROL_WORLD,
  type Contrast,
  outcomeIn,
  outcomeMeasure,
  TREATED_WORLD,
  when,
} from "./contrast.js";
import type { Plan, Setting } from "./plan.js";

/**
 * What bounds are made of: the outcome's probability with each arm set, and the law of arm and outcome as seen (THEORY 4.1), for the
 * population and for each type of individual. Undefined where bounds would not hold: more than two arms, or evidence that comes after the
 * treatment.
 */
export function lawsRequest(setting: Setting, contrast: Contrast): Request | undefined {
  if (!contrast.twoArms || contrast.success === undefined || downstream(setting, contrast)) return undefined;
  const { treated, control } = contrast;
  const cell = (arm: number, comparison: "=" | "!=") => when(armIs(contrast, arm), outcomeIn(contrast, 0, comparison));
  return ask(
    setting,
    contrast,
    [],
    [
      outcomeMeasure(contrast, TREATED_WORLD),
      outcomeMeasure(contrast, CONTROL_WORLD),
      cell(treated, "="),
      cell(treated, "!="),
      cell(control, "="),
      cell(control, "!="),
    ],
  );
}

/** Is some of the evidence a consequence of the treatment, or not from the factual world? */
function downstream({ model }: Setting, { treatment, held }: Contrast): boolean {
  const after = new Set([treatment]);
  for (const variable of model.order) {
    if (model.variables[variable].parents.some((parent) => after.has(parent))) after.add(variable);
  }
  return held.given.some(
    ({ subject }) => subject.kind === "variable" && (subject.world !== 0 || after.has(subject.variable)),
  );
}

export interface CausationBounds {
  /** Tian-Pearl, from the population's laws. */
  readonly pns: Range;
  readonly pn: Range;
  readonly ps: Range;
  /** The same averaged over individuals (THEORY 4.4); finite populations only. */
  readonly stratified?: { readonly pns: Range; readonly pn: Range; readonly ps: Range };
  /** E[max(0, p1 - p0) / p1 | treated, success]: the caused share of a monotone SCM (THEORY 5.3a). */
  readonly caused?: number;
  /** Least recurrence whatever the noise: E[max(0, 2 - 1/p1) | treated, success], or for lack of individuals the same of the average. */
  readonly recurrence: number;
  readonly population: ArmLaws;
  /** Largest |P(Y=y | T=t; u) - P(Y(t)=y; u)|: how far distribution-consistency fails inside a unit (THEORY 1.5). */
  readonly inconsistency?: number;
}

const armLaws = ([y1, y0, p11, p10, p01, p00]: readonly number[]): ArmLaws => ({ y1, y0, p11, p10, p01, p00 });

/** Bounds from the answer to `lawsRequest`. */
export function boundsOf({ values, units }: Result): CausationBounds {
  const population = armLaws(values);
  const bounds = { ...tianPearl(population), population };
  const { p11, p10 } = population;
  if (units === undefined) return { ...bounds, recurrence: Math.max(0, 2 - (p11 + p10) / p11) };
  // Two ends each, added up over individuals with the weights of those each probability is about.
  const sums = { pns: [0, 0], pn: [0, 0], ps: [0, 0] };
  let [caused, recurrence, inconsistency] = [0, 0, 0];
  for (const { posterior, values: own } of units) {
    if (!(posterior > 0)) continue;
    const laws = armLaws(own);
    const unit = tianPearl(laws);
    const weights = {
      pns: posterior,
      pn: (posterior * laws.p11) / population.p11,
      ps: (posterior * laws.p00) / population.p00,
    };
    for (const name of ["pns", "pn", "ps"] as const) {
      if (!(weights[name] > 0)) continue;
      for (const end of [0, 1] as const) sums[name][end] += weights[name] * unit[name][end];
    }
    if (weights.pn > 0 && laws.y1 > 0) {
      caused += (weights.pn * Math.max(0, laws.y1 - laws.y0)) / laws.y1;
      recurrence += weights.pn * Math.max(0, 2 - 1 / laws.y1);
    }
    const [t1, t0] = [laws.p11 + laws.p10, laws.p01 + laws.p00];
    if (t1 > 1e-12) inconsistency = Math.max(inconsistency, Math.abs(laws.p11 / t1 - laws.y1));
    if (t0 > 1e-12) inconsistency = Math.max(inconsistency, Math.abs(laws.p01 / t0 - laws.y0));
  }
  const stratified = { pns: pair(sums.pns), pn: pair(sums.pn), ps: pair(sums.ps) };
  return { ...bounds, stratified, caused, recurrence, inconsistency };
}

const pair = ([low, high]: readonly number[]): Range => [low, high];

/** A warning where an individual's own arm and outcome share a cause (THEORY 1.5); sampled laws differ a little by themselves. */
export function consistencyWarning(
  contrast: Contrast,
  bounds: CausationBounds | undefined,
  exact: boolean,
): readonly Remark[] {
  const off = bounds?.inconsistency;
  if (off === undefined || !exact || off < 1e-9) return [];
  return [
    {
      id: "within-individual-confounding",
      text: `Within one individual, ${contrast.text.treated.split("=")[0]} and ${contrast.text.success} share a cause: what is seen under an arm differs from what setting the arm would give by up to ${off.toPrecision(2)}. The bounds hold for coupling 1; values with fresh noise may lie outside them. Adding the common cause to what tells individuals apart would mend it.`,
    },
  ];
}

/** Adds the request that bounds need, where they hold, and hands both on. */
export function withBounds(
  setting: Setting,
  contrast: Contrast,
  requests: readonly Request[],
  finish: (results: readonly Result[], bounds: CausationBounds | undefined) => ModelAnswer,
): Plan {
  const laws = lawsRequest(setting, contrast);
  return {
    requests: laws === undefined ? requests : [...requests, laws],
    finish: (results) =>
      laws === undefined
        ? finish(results, undefined)
        : finish(results.slice(0, requests.length), boundsOf(results[requests.length])),
  };
}
