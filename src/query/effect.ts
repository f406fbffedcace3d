import type { Answer, DataUsed, Range, Remark } from "./answer.js";
import type { CalibrationAnswer } from "./calibration.js";
import type { Heterogeneity } from "./heterogeneity.js";

/** Whose average effect: everybody's, the treated's, the untreated's, or that of the individuals whom either arm could have had. */
export type Target = "ate" | "att" | "atc" | "overlap";

/** How two averages are compared. */
export type Contrast = "difference" | "ratio" | "odds-ratio";

/** The estimators, by the keys of `effect --json` (DESIGN 4.5). */
export type Method =
  | "difference"
  | "horvitz-thompson"
  | "hajek"
  | "stabilised"
  | "overlap"
  | "regression"
  | "aipw"
  | "tmle"
  | "dml"
  | "dml-partial"
  | "matching"
  | "stratification"
  | "least-squares"
  | "two-stage-least-squares"
  | "wald"
  | "front-door"
  | "natural-direct"
  | "natural-indirect"
  | "did"
  | "synthetic-control"
  | "synthetic-did"
  | "regression-discontinuity";

/** Which estimator is shown first, by the rule of docs/effect.md. */
export interface Recommendation {
  readonly method: Method;
  /** Why this one, here: sentences. */
  readonly because: readonly string[];
  /** What would change it: sentences. */
  readonly otherwise: readonly string[];
}

/** One covariate's (or level's) difference between the arms in standard deviations (of both arms, before weighting). */
export interface BalanceRow {
  readonly covariate: string;
  readonly before: number;
  readonly after: number;
  /** Treated's variance over the untreated's; numbers only. */
  readonly ratioBefore?: number;
  readonly ratioAfter?: number;
}

/** How alike the arms are, before and after the weights of the target (`weights` names them). */
export interface Balance {
  readonly weights: string;
  readonly rows: readonly BalanceRow[];
  /** Kish's number of equal observations that the weighted rows of each arm are worth, reference first. */
  readonly effective: readonly [number, number];
}

/** Where the two arms can be compared: propensities of the arm asked about among the rows of both arms. */
export interface Overlap {
  readonly lowest: number;
  readonly highest: number;
  /** Observations with a propensity below `threshold` or above 1 - `threshold`, on the sides that the target needs. */
  readonly outside: number;
  readonly threshold: number;
  /** Share of each arm's observations in each bin of the propensity; `edges` has one more entry. */
  readonly edges: readonly number[];
  readonly treated: readonly number[];
  readonly control: readonly number[];
}

/** What a check of the answer found, with what it can and cannot show. */
export interface Sensitivity {
  readonly id:
    | "e-value"
    | "partial-r2"
    | "rosenbaum"
    | "marginal-sensitivity"
    | "manski"
    | "monotone"
    | "negative-outcome"
    | "negative-treatment"
    | "random-cause"
    | "subset";
  readonly name: string;
  /** The estimate it is about. */
  readonly method: Method;
  /** What was found, in one sentence. */
  readonly finding: string;
  /** What this can show, and what it cannot: one sentence each. */
  readonly can: string;
  readonly cannot: string;
  /** Its numbers, by name. */
  readonly values: Readonly<Record<string, number | string | boolean>>;
  /** What the data leave open where the assumption fails; never sampling uncertainty. */
  readonly bounds?: Range;
  /** A row for each strength of what was left out: for a drawing and for --more. */
  readonly rows?: readonly Readonly<Record<string, number>>[];
  /** Measured covariates as yardsticks: how strong something unmeasured would be if it were as strong as they are. */
  readonly yardsticks?: readonly {
    readonly name: string;
    readonly withTreatment: number;
    readonly withOutcome: number;
  }[];
}

/** One point of a curve with its own interval and one that holds for all points at once. */
export interface CurvePoint {
  /** Periods since the start of treatment, or the time itself. */
  readonly at: number;
  readonly value: number;
  readonly interval?: Range;
  readonly band?: Range;
}

/** A group of units that started to be treated at one time (staggered difference in differences). */
export interface GroupEffect {
  readonly start: number | string;
  readonly time: number | string;
  readonly value: number;
  readonly se: number | null;
}

/** What panels add to an answer. */
export interface PanelAnswer {
  readonly unit: string;
  readonly time: string;
  readonly units: number;
  readonly times: readonly (number | string)[];
  /** Units that are ever treated, and when each group starts. */
  readonly treated: readonly { readonly units: readonly string[]; readonly start: number | string }[];
  /** By method: the treated's average and what it is held against, over time. */
  readonly paths: Readonly<
    Record<string, { readonly treated: readonly number[]; readonly control: readonly number[] }>
  >;
  /** By method: the units (and times) that count, heaviest first. */
  readonly weights: Readonly<
    Record<
      string,
      {
        readonly units: readonly { readonly name: string; readonly weight: number }[];
        readonly times?: readonly { readonly name: string; readonly weight: number }[];
      }
    >
  >;
  readonly event?: readonly CurvePoint[];
  readonly groups?: readonly GroupEffect[];
}

/** What regression discontinuity adds: the bins of a picture and the two lines. */
export interface DiscontinuityAnswer {
  readonly running: string;
  readonly cutoff: number;
  readonly bandwidth: number;
  readonly bins: readonly { readonly at: number; readonly mean: number; readonly rows: number }[];
  readonly left: readonly (readonly [number, number])[];
  readonly right: readonly (readonly [number, number])[];
}

/** One arm against the reference. */
export interface ArmComparison {
  readonly arm: string;
  readonly reference: string;
  readonly estimates: Readonly<Partial<Record<Method, Answer>>>;
}

/** What `disco effect --json` holds (DESIGN 4.5). A method that does not apply here has an Answer without a value that says why. */
export interface EffectAnswer {
  readonly question: string;
  readonly target: Target;
  readonly contrast: Contrast;
  readonly treatment:
    | { readonly kind: "arms"; readonly name: string; readonly arms: readonly string[]; readonly reference: string }
    | { readonly kind: "numeric"; readonly name: string };
  readonly outcome:
    | { readonly kind: "binary"; readonly name: string; readonly success: string; readonly failure: string }
    | { readonly kind: "numeric"; readonly name: string };
  readonly given: readonly string[];
  readonly recommended: Method;
  readonly recommendation: Recommendation;
  /** Of the first arm against the reference. */
  readonly estimates: Readonly<Partial<Record<Method, Answer>>>;
  /** Of the other arms against the reference, where there are more than two. */
  readonly others?: readonly ArmComparison[];
  readonly overlap?: Overlap;
  readonly balance?: Balance;
  /** Whether the models' probabilities come true, on rows that they had not seen: the first arm's propensity, and each arm's outcome where it has two values. */
  readonly calibration?: readonly CalibrationAnswer[];
  readonly sensitivity: readonly Sensitivity[];
  readonly panel?: PanelAnswer;
  readonly discontinuity?: DiscontinuityAnswer;
  /** Individual effects, where they were asked for: one record for each arm against the reference. */
  readonly heterogeneity?: readonly Heterogeneity[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
