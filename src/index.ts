// The public names of the library. Everything here runs in a browser as well as in Node.
export { type Attributed, attribute } from "./attribute/attribute.js";
export { type Individuals, individualColumns, type NamedColumn } from "./attribute/individuals.js";
export type { AttributeOptions } from "./attribute/options.js";
export { type Complaint, type ComplaintKind, DiscoError } from "./error.js";
export type { CategoricalColumn, Column, NumericColumn } from "./num/columns.js";
export type { DataAccount, Outcome, Sample, Treatment, TwoLabels, Unit, Weights } from "./num/sample.js";
export type { Answer, Range, Remark } from "./query/answer.js";
export type {
  Attribution,
  CausationAnswer,
  Cloud,
  Evidence,
  FourWay,
  Overlap,
  PosteriorEntry,
  ResponseTypes,
  Shares,
  VarianceShares,
} from "./query/attribution.js";
