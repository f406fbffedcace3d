// The public names of the library. Everything here runs in a browser as well as in Node.
export { type Attributed, attribute } from "./attribute/attribute.js";
export { type Individuals, individualColumns, type NamedColumn } from "./attribute/individuals.js";
export type { AttributeOptions } from "./attribute/options.js";
export { type Decided, decide } from "./decide/decide.js";
export { type DecideOptions, settleDecision } from "./decide/options.js";
export { type CheckGraphOptions, checkGraph } from "./discover/check-graph.js";
export { type IndependenceOptions, testIndependence } from "./discover/independence.js";
export { type Complaint, type ComplaintKind, DiscoError } from "./error.js";
export { type EffectWithIndividuals, effect } from "./estimate/effect.js";
export type { EffectOptions } from "./estimate/effect-options.js";
export { type EffectForestOptions, effectForest } from "./estimate/heterogeneity/effect-forest.js";
export { type Budget, budgetOf } from "./graph/budget.js";
export { equivalenceClass } from "./graph/equivalence.js";
export {
  type Edge,
  type EdgeKind,
  edgesOf,
  type Graph,
  makeGraph,
  type Node,
  type NodeSet,
  type Role,
} from "./graph/graph.js";
export { type Independence, type Independencies, impliedIndependencies } from "./graph/independencies.js";
export { type GraphTextOptions, parseGraph, parseGraphWithNotes, type ReadGraph } from "./graph/parse.js";
export { type GraphFormat, graphJson, printGraph } from "./graph/print.js";
export { latentProjection } from "./graph/projection.js";
export { type CausalRole, roleOf, rolesOf } from "./graph/role-of.js";
export { type EffectColumns, type EffectPlan, effectPlan } from "./identify/effect-plan.js";
export { identify } from "./identify/identify.js";
export type { IdentifyOptions, Loaded } from "./identify/options.js";
export { calibrationOf, calibrationWords } from "./learn/calibration.js";
export type { LearnerName } from "./learn/choose.js";
export { momentsFromOthers, momentsOfPopulation } from "./learn/classes/moments.js";
export { type ClassFit, type ClassOptions, latentClasses } from "./learn/classes.js";
export type { CausalForestFit } from "./learn/effects/causal-forest.js";
export { type EffectForest, effectsAt, type ToldEffects } from "./learn/forest/effect-forest.js";
export { loadForest, saveForest } from "./learn/forest/save.js";
export {
  type Coefficient,
  type LogisticOptions,
  type LogisticRegression,
  logisticRegression,
} from "./learn/logistic-regression.js";
export type { NetworkFit, NetworkFitOptions } from "./learn/network/fit.js";
export { abductionNetwork } from "./learn/network/of-sample.js";
export type { ResponseMoments } from "./learn/response-moments.js";
export { type AskOptions, ask } from "./model/ask.js";
export { askParallel } from "./model/ask-parallel.js";
export { compare } from "./model/compare.js";
export {
  bernoulli,
  categorical,
  cauchy,
  defineModel,
  equals,
  normal,
  type TypedModel,
  uniform,
} from "./model/define.js";
export type { Defect } from "./model/file/defects.js";
export type { ExpressionText, LawText, ModelFile, UnitText } from "./model/file/model-file.js";
export { checkModel, modelOf, type ReadOptions as ModelReadOptions, readModel } from "./model/file/read.js";
export { graphOf } from "./model/graph-of.js";
export { type Events, type Holding, imagine, intervene, type Settings, see } from "./model/layers.js";
export type { Attribute, Mechanism, Model, UnitType, Variable } from "./model/model.js";
export {
  type SimulatedChunk,
  type SimulatedTable,
  type SimulateOptions,
  type Simulation,
  simulate,
  simulateColumns,
} from "./model/sampled/simulate.js";
export type { Cells, FiniteColumn } from "./num/cells.js";
export type { CategoricalColumn, Column, NumericColumn } from "./num/columns.js";
export { finiteCells } from "./num/finite-cells.js";
export type { Frame } from "./num/frame.js";
export type { DataAccount, Outcome, Sample, Treatment, TwoLabels, Unit, Weights } from "./num/sample.js";
export type { Strata, StrataTable, Stratifier } from "./num/strata.js";
export type { ArmTreatment, NumericTreatment, Study } from "./num/study.js";
export type { BerksonOptions, FourChances } from "./paradox/berkson/options.js";
export { checkSelection } from "./paradox/berkson.js";
export { type LadderOptions, ladder } from "./paradox/ladder.js";
export { type CheckStrataOptions, checkStrata } from "./paradox/simpson.js";
export { type StrataOfOptions, strataOf } from "./paradox/strata-of.js";
export { type SurrogateRoles, surrogateOfModel } from "./paradox/surrogate/of-model.js";
export { type ProductKnown, productBounds, productRange } from "./paradox/surrogate/product.js";
export { checkSurrogate, type SurrogateOptions } from "./paradox/surrogate.js";
export type { Answer, Range, Remark } from "./query/answer.js";
export type {
  Attribution,
  CausationAnswer,
  Cloud,
  Evidence,
  FourWay,
  PosteriorEntry,
  ResponseTypes,
  Shares,
  VarianceShares,
} from "./query/attribution.js";
export type {
  BerksonBounds,
  BerksonCheck,
  BerksonCorrection,
  BerksonFinding,
  PairGroup,
  RatioEstimate,
} from "./query/berkson.js";
export type { CalibrationAnswer } from "./query/calibration.js";
export { canonical } from "./query/canonical.js";
export type { Benefit, Decision, DecisionRule } from "./query/decision.js";
export type { DecisionCurves } from "./query/decision-curves.js";
export type { Contrast, EffectAnswer, Method, Overlap, Target } from "./query/effect.js";
export type { Estimand } from "./query/estimand.js";
export type { GraphCheck, IndependenceFinding, IndependenceTest, TestedIndependence } from "./query/graph-check.js";
export type { Heterogeneity, HeterogeneityLearner } from "./query/heterogeneity.js";
export type { Identification } from "./query/identification.js";
export type { LadderAnswer, LadderClimb, LadderPair, LadderRow, LadderRung, LadderSurvey } from "./query/ladder.js";
export type { GraphGuard, Misplaced, SelectedBy } from "./query/misuse.js";
export type {
  BoundedAnswer,
  ComparisonAnswer,
  DialPoint,
  IndividualShares,
  ModelAnswer,
  Steps,
  TypesAnswer,
  UnitSteps,
} from "./query/model-answer.js";
export { parseQuestion, parseSettings } from "./query/parse.js";
export type { PolicyTree } from "./query/policy-tree.js";
export { printQuestion } from "./query/print.js";
export type { Question } from "./query/question.js";
export type {
  ScannedStrata,
  SimpsonCheck,
  SimpsonFinding,
  SimpsonKind,
  StratifierRole,
} from "./query/simpson.js";
export type { SurrogateCheck, SurrogateFinding, SurrogateNumber, SurrogateOfModel } from "./query/surrogate.js";
