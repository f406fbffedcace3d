import type { Attribution } from "../query/attribution.js";
import type { BerksonCheck } from "../query/berkson.js";
import type { Decision } from "../query/decision.js";
import type { EffectAnswer } from "../query/effect.js";
import type { FusionAnswer } from "../query/fusion.js";
import type { GraphCheck } from "../query/graph-check.js";
import type { Identification } from "../query/identification.js";
import type { LadderAnswer } from "../query/ladder.js";
import type { ComparisonAnswer, ModelAnswer } from "../query/model-answer.js";
import type { SimpsonCheck } from "../query/simpson.js";
import type { SurrogateCheck, SurrogateOfModel } from "../query/surrogate.js";

/** The whole answer as one JSON document, numbers in full precision, two spaces of indentation (DESIGN 4.5). */
export function attributionJson(answer: Attribution): string {
  return JSON.stringify(answer, null, 2);
}

/** A model's answer as one JSON document (DESIGN 4.3). */
export function modelAnswerJson(answer: ModelAnswer): string {
  return JSON.stringify(answer, null, 2);
}

/** A comparison as one JSON document: three answers, and the dial between two of them. */
export function comparisonJson(comparison: ComparisonAnswer): string {
  return JSON.stringify(comparison, null, 2);
}

/** A decision as one JSON document: groups with reasons, compared policies, curves, the tree, fairness. */
export function decisionJson(decision: Decision): string {
  return JSON.stringify(decision, null, 2);
}

/** What `identify` answers as one JSON document (DESIGN 4.4): the formula in all its forms, or why there is none. */
export function identificationJson(answer: Identification): string {
  return JSON.stringify(answer, null, 2);
}

/** A graph held against a table as one JSON document (DESIGN 4.5): what contradicts it, and everything that was tested. */
export function graphCheckJson(check: GraphCheck): string {
  return JSON.stringify(check, null, 2);
}

/** A check of selection as one JSON document (DESIGN 4.5): odds ratios, chances, corrections, bounds, what was found. */
export function berksonJson(check: BerksonCheck): string {
  return JSON.stringify(check, null, 2);
}

/** An effect as one JSON document (DESIGN 4.5): every estimator's answer, overlap, balance, sensitivity, panels. */
export function effectJson(answer: EffectAnswer): string {
  return JSON.stringify(answer, null, 2);
}

/** An answer made by fusion as one JSON document: every token with what each factor wanted, or every candidate. */
export function fusionJson(answer: FusionAnswer): string {
  return JSON.stringify(answer, null, 2);
}

/** The ladder as one JSON document: pairs of models, as files, and their answers layer by layer. */
export function ladderJson(answer: LadderAnswer): string {
  return JSON.stringify(answer, null, 2);
}

/** A check for Simpson's paradox as one JSON document (DESIGN 4.5): what was found, and everything that was tried. */
export function simpsonJson(check: SimpsonCheck): string {
  return JSON.stringify(check, null, 2);
}

/** A surrogate judged, in a trial's table or in a model, as one JSON document (DESIGN 4.5). */
export function surrogateJson(answer: SurrogateCheck | SurrogateOfModel): string {
  return JSON.stringify(answer, null, 2);
}
