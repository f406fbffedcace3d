import { DiscoError } from "../../error.js";
import type { Range } from "../../query/answer.js";
import type { TypesAnswer } from "../../query/model-answer.js";
import type { Effect, Payoffs } from "../../query/question.js";
import type { Request } from "../request.js";
import { type CausationBounds, consistencyWarning, withBounds } from "./bounds.js";
import {
  armIs,
  ask,
  CONTROL_WORLD,
  type Contrast,
  contrastOf,
  minus,
  outcomeIn,
  outcomeMeasure,
  TREATED_WORLD,
  when,
} from "./contrast.js";
import { withIndividuals } from "./individuals.js";
import { layerOf } from "./numeric.js";
import { answerFor, frame, type Numeric, type Planned, type Setting } from "./plan.js";
import { planVariance } from "./variance.js";

/** ATE, ETT, ETU, PN, PS, PNS, TYPES, BENEFIT, VARIANCE; natural effects are arithmetic of nested questions, and never come here. */
export function planEffect(setting: Setting, effect: Effect): Planned {
  const arms = effect.arms ?? { treated: 1, control: 0 };
  const mean = ["ATE", "ETT", "ETU", "VARIANCE"].includes(effect.name);
  const success = effect.success ?? (mean ? undefined : 1);
  const contrast = contrastOf(setting, { ...effect, arms, success });
  refuseLabels(setting, contrast);
  switch (effect.name) {
    case "ATE":
      return planDifference(setting, contrast, undefined);
    case "ETT":
      return planDifference(setting, contrast, contrast.treated);
    case "ETU":
      return planDifference(setting, contrast, contrast.control);
    case "PN":
    case "PS":
    case "PNS":
      return planCausation(setting, contrast, effect.name);
    case "TYPES":
      return planTypes(setting, contrast);
    case "BENEFIT":
      return planBenefit(setting, contrast, effect.payoffs!);
    case "VARIANCE":
      return planVariance(setting, contrast);
    default:
      throw new Error(`${effect.name} is planned elsewhere`);
  }
}

function refuseLabels({ model }: Setting, { outcome, success }: Contrast): void {
  if (success !== undefined || !model.variables[outcome].labelled) return;
  const { name } = model.variables[outcome];
  throw new DiscoError({
    who: "question",
    wrong: `${name} has labels, which have no average`,
    given: `-> ${name}`,
    next: `say which one counts, as in -> ${name}=...`,
  });
}

/** E[Y(t) - Y(t')], for everybody or for those factually in one arm. */
function planDifference(setting: Setting, contrast: Contrast, arm: number | undefined): Planned {
  const measure = minus(outcomeMeasure(contrast, TREATED_WORLD), outcomeMeasure(contrast, CONTROL_WORLD));
  const request = ask(setting, contrast, arm === undefined ? [] : [armIs(contrast, arm)], [measure]);
  return planNumber(setting, { requests: [request], value: ([[value]]) => value, layer: layerOf(measure, request) });
}

function planNumber(setting: Setting, numeric: Numeric): Planned {
  return {
    requests: numeric.requests,
    numeric,
    finish: (results) => answerFor(setting, results, numeric.value, { layer: numeric.layer }),
  };
}

/** The request for a probability of causation (THEORY 4). */
function causationRequest(setting: Setting, contrast: Contrast, name: "PN" | "PS" | "PNS"): Request {
  const enough = outcomeIn(contrast, TREATED_WORLD);
  const needed = outcomeIn(contrast, CONTROL_WORLD, "!=");
  switch (name) {
    case "PN":
      return ask(setting, contrast, [armIs(contrast, contrast.treated), outcomeIn(contrast, 0)], [when(needed)]);
    case "PS":
      return ask(setting, contrast, [armIs(contrast, contrast.control), outcomeIn(contrast, 0, "!=")], [when(enough)]);
    case "PNS":
      return ask(setting, contrast, [], [when(enough, needed)]);
  }
}

function planCausation(setting: Setting, contrast: Contrast, name: "PN" | "PS" | "PNS"): Planned {
  const request = causationRequest(setting, contrast, name);
  const key = name.toLowerCase() as "pn" | "ps" | "pns";
  const numeric: Numeric = { requests: [request], value: ([[value]]) => value, layer: 3 };
  return {
    ...withBounds(setting, contrast, [request], (results, bounds) => {
      const answer = answerFor(setting, results, numeric.value, {
        layer: 3,
        ...(bounds === undefined ? {} : { bounds: bounds[key] }),
        ...(bounds?.stratified === undefined ? {} : { stratified: bounds.stratified[key] }),
        warnings: consistencyWarning(contrast, bounds, results[0].sampling === undefined),
      });
      return withIndividuals(answer, numeric, results);
    }),
    numeric,
  };
}

/** The four joint events in the order complier, always, never, defier. */
function typeMeasures(contrast: Contrast) {
  const [yes1, no1] = [outcomeIn(contrast, TREATED_WORLD), outcomeIn(contrast, TREATED_WORLD, "!=")];
  const [yes0, no0] = [outcomeIn(contrast, CONTROL_WORLD), outcomeIn(contrast, CONTROL_WORLD, "!=")];
  return [when(yes1, no0), when(yes1, yes0), when(no1, no0), when(no1, yes0)];
}

/**
 * Payoffs times response types is a line in PNS (THEORY 4.6): with p1, p0 the outcome's probability in each arm,
 * sigma PNS + (gamma - delta) p1 + delta p0 + theta (1 - p0). So its bounds are those of PNS sent along the line.
 */
function alongLine(
  { complier, always, never, defier }: Payoffs,
  { y1, y0 }: CausationBounds["population"],
  pns: Range,
): Range {
  const slope = complier - always - never + defier;
  const rest = (always - defier) * y1 + defier * y0 + never * (1 - y0);
  const [a, b] = [rest + slope * pns[0], rest + slope * pns[1]];
  return a <= b ? [a, b] : [b, a];
}

function benefitBounds(payoffs: Payoffs, bounds: CausationBounds | undefined) {
  if (bounds === undefined) return {};
  const { population, pns, stratified } = bounds;
  return {
    bounds: alongLine(payoffs, population, pns),
    ...(stratified === undefined ? {} : { stratified: alongLine(payoffs, population, stratified.pns) }),
  };
}

const TYPES = ["complier", "always", "never", "defier"] as const;
const NOTHING: Payoffs = { complier: 0, always: 0, never: 0, defier: 0 };

function planTypes(setting: Setting, contrast: Contrast): Planned {
  const request = ask(setting, contrast, [], typeMeasures(contrast));
  return withBounds(setting, contrast, [request], (results, bounds) => {
    const warnings = consistencyWarning(contrast, bounds, results[0].sampling === undefined);
    const one = (index: number) =>
      answerFor(setting, results, ([values]) => values[index], {
        layer: 3,
        query: `P(${TYPES[index]}) in ${setting.query}`,
        ...benefitBounds({ ...NOTHING, [TYPES[index]]: 1 }, bounds),
      });
    const types: TypesAnswer = { complier: one(0), always: one(1), never: one(2), defier: one(3) };
    return { ...frame(setting, results, { layer: 3, warnings }), types };
  });
}

function planBenefit(setting: Setting, contrast: Contrast, payoffs: Payoffs): Planned {
  const request = ask(setting, contrast, [], typeMeasures(contrast));
  const weights = TYPES.map((type) => payoffs[type]);
  const value: Numeric["value"] = ([values]) => values.reduce((sum, one, i) => sum + weights[i] * one, 0);
  return {
    ...withBounds(setting, contrast, [request], (results, bounds) =>
      answerFor(setting, results, value, {
        layer: 3,
        ...benefitBounds(payoffs, bounds),
        warnings: consistencyWarning(contrast, bounds, results[0].sampling === undefined),
      }),
    ),
    numeric: { requests: [request], value, layer: 3 },
  };
}
