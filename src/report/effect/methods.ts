import type { Method } from "../../query/effect.js";

interface Name {
  /** In a table: at most 24 columns. */
  readonly label: string;
  /** After "by". */
  readonly name: string;
}

const NAMES: Readonly<Record<Method, Name>> = {
  difference: { label: "plain difference", name: "the plain difference of the arms" },
  "horvitz-thompson": { label: "Horvitz-Thompson", name: "Horvitz-Thompson weighting" },
  hajek: { label: "Hajek", name: "Hajek weighting" },
  stabilised: { label: "stabilised weights", name: "stabilised weights" },
  overlap: { label: "overlap weights", name: "overlap weights" },
  regression: { label: "g-formula", name: "regression standardisation (the g-formula)" },
  aipw: { label: "AIPW", name: "AIPW" },
  tmle: { label: "TMLE", name: "TMLE" },
  dml: { label: "double ML", name: "double machine learning" },
  "dml-partial": { label: "double ML, part. linear", name: "double machine learning in a partially linear model" },
  matching: { label: "matching", name: "matching" },
  stratification: { label: "stratification", name: "stratification" },
  "least-squares": { label: "least squares", name: "least squares" },
  "two-stage-least-squares": { label: "two-stage least squares", name: "two-stage least squares" },
  wald: { label: "Wald ratio", name: "the Wald ratio" },
  "front-door": { label: "front door", name: "the front door" },
  "natural-direct": { label: "natural direct effect", name: "the natural direct effect" },
  "natural-indirect": { label: "natural indirect effect", name: "the natural indirect effect" },
  did: { label: "difference in diff.", name: "difference in differences" },
  "synthetic-control": { label: "synthetic control", name: "synthetic control" },
  "synthetic-did": { label: "synthetic DiD", name: "synthetic difference in differences" },
  "regression-discontinuity": { label: "regr. discontinuity", name: "regression discontinuity" },
};

/** The estimator as it stands in a table; a key that is not known here stands for itself. */
export function methodLabel(method: string): string {
  return Object.hasOwn(NAMES, method) ? NAMES[method as Method].label : method;
}

/** The estimator as it stands in a sentence. */
export function methodName(method: string): string {
  return Object.hasOwn(NAMES, method) ? NAMES[method as Method].name : method;
}
