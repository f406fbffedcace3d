import type { DataUsed, Range, Remark } from "./answer.js";
import type { GivenGraph } from "./identification.js";

/**
 * What becomes of a difference between two arms when strata are held fixed. `reversal`: it turns. `vanishing`: less than half is left, and
 * perhaps nothing. `attenuation`: less than half is left, and surely something. `masking`: it was not seen without the strata.
 * `amplification`: it is larger within them.
 */
export type SimpsonKind = "reversal" | "vanishing" | "attenuation" | "masking" | "amplification";

/** Treated minus untreated, with the averages of both. Of a two-valued outcome these are rates. */
export interface Difference {
  readonly value: number;
  /** Sampling uncertainty at the finding's `confidence`; absent for an exact law. */
  readonly interval?: Range;
  readonly treated: number;
  readonly untreated: number;
}

/** How one arm did in one stratum. */
export interface ArmInStratum {
  /** Observations; of an exact law the probability. */
  readonly count: number;
  /** The rate or average; null where nobody of the arm is in the stratum. */
  readonly mean: number | null;
  /** The share of the arm that is in this stratum: its mix. */
  readonly share: number;
}

/** One stratum, its arms side by side. */
export interface Stratum {
  /** The value of each column of `by`. */
  readonly labels: readonly string[];
  readonly treated: ArmInStratum;
  readonly untreated: ArmInStratum;
  /** Null where one arm is missing: such a stratum compares nothing and is left out of what is standardised. */
  readonly difference: number | null;
}

/** In how many of the strata that have both arms which arm is ahead. */
export interface Leads {
  readonly treated: number;
  readonly untreated: number;
  readonly ties: number;
}

/**
 * The raw difference as the difference within strata, averaged with some mix, and the composition: that the arms fill the strata differently.
 * The two add up to the raw difference of the strata that have both arms.
 */
export interface Decomposition {
  /** Whose mix the strata are averaged with; "both" is the average of the arms' (Kitagawa). */
  readonly mix: "everybody" | "treated" | "untreated" | "both";
  readonly within: number;
  readonly composition: number;
}

/** A number with its sampling interval, at the finding's `confidence`; null where a zero makes it infinite or meaningless. */
export interface Measured {
  readonly value: number | null;
  readonly interval?: Range;
}

/** Odds ratios of a two-valued outcome, treated against untreated, and the difference of rates with the same weights. */
export interface MantelHaenszel {
  readonly rawOddsRatio: Measured;
  readonly oddsRatio: Measured;
  readonly difference: Measured;
}

/** Strata without one of the arms, which no method compares without a model. */
export interface LeftStrata {
  readonly strata: number;
  /** Of all observations. */
  readonly share: number;
  /** The first of them, by name. */
  readonly labels: readonly (readonly string[])[];
}

/** What a column is to treatment and outcome, as a graph has it (`roleOf`); "unknown": the graph lacks it. */
export type StratifierRole =
  | "confounder"
  | "mediator"
  | "collider"
  | "after outcome"
  | "after treatment"
  | "cause of treatment"
  | "cause of outcome"
  | "unrelated"
  | "unknown";

/** What a graph says of a finding. */
export interface GraphReading {
  readonly roles: Readonly<Record<string, StratifierRole>>;
  /** Is the difference standardised to everybody the effect, by the back-door criterion? Null: the graph lacks one of the columns. */
  readonly adjusted: boolean | null;
  /** Is the raw difference the effect? */
  readonly raw: boolean;
  /** What the standardised number is: "effect", "direct effect", "biased", "open" (causes in common are left) or "unknown". */
  readonly standardised: "effect" | "direct effect" | "biased" | "open" | "unknown";
}

/** A difference that is not what it seems, all of it. */
export interface SimpsonFinding {
  readonly paradox: "simpson";
  readonly by: readonly string[];
  readonly kind: SimpsonKind;
  /** What was found, in a sentence: with a graph, what that means too. */
  readonly claim: string;
  /** The claim with its numbers. */
  readonly text: string;
  /** Does every stratum that has both arms show it by itself, in its estimate? False: only their average does. */
  readonly everywhere: boolean;
  /** Of all observations. */
  readonly raw: Difference;
  /** Of those in strata with both arms; there only where some strata lack an arm. */
  readonly compared?: Difference;
  readonly standardised: {
    readonly everybody: Difference;
    readonly treated: Difference;
    readonly untreated: Difference;
  };
  readonly decomposition: readonly Decomposition[];
  /** What the strata without one of the arms add to the raw difference. */
  readonly outside: number;
  readonly leads: Leads;
  /** Null for a numeric outcome. */
  readonly mantelHaenszel: MantelHaenszel | null;
  readonly strata: readonly Stratum[];
  readonly left: LeftStrata;
  /** How far apart the mixes of the arms are: the share of one arm that would have to change its stratum (total variation). */
  readonly mixesApart: number;
  /** The largest p-value of the tests that the kind rests on; null for an exact law. */
  readonly p: number | null;
  /** Corrected for everything that was tried. */
  readonly adjusted: number | null;
  /** Of all intervals here: 1 minus the level that is left to this set of columns. */
  readonly confidence: number;
  /** The groups differ in who they are: the law of U, seen through these columns. */
  readonly reading: string;
  readonly graph?: GraphReading;
  readonly advice: readonly string[];
}

/** One set of columns that was tried, or was not, in short. */
export interface ScannedStrata {
  readonly by: readonly string[];
  readonly kind: SimpsonKind | null;
  /** Why nothing was compared. */
  readonly reason?: string;
  /** The single column of the pair that says as much. */
  readonly covered?: string;
  readonly strata: number;
  /** Of the strata with both arms. */
  readonly raw: number | null;
  readonly standardised: number | null;
  /** Of what is standardised; absent for pairs that say nothing. */
  readonly interval?: Range;
  readonly confidence?: number;
  readonly leads?: Leads;
  /** Share of the observations in strata without one of the arms. */
  readonly left?: number;
  readonly p?: number | null;
  readonly adjusted?: number | null;
}

/** What `disco check TABLE --treatment --outcome` holds (DESIGN 4.5). */
export interface SimpsonCheck {
  readonly question: string;
  readonly treatment: { readonly name: string; readonly treated: string; readonly untreated: string };
  readonly outcome: { readonly name: string; readonly kind: "binary" | "numeric"; readonly success?: string };
  /** Of all observations, at the plain level. */
  readonly raw: Difference;
  readonly findings: readonly SimpsonFinding[];
  /** Single columns within which the numbers reverse, though chance can have made that: the farthest first, few of them. */
  readonly unsecured: readonly SimpsonFinding[];
  readonly scanned: readonly ScannedStrata[];
  readonly graph?: GivenGraph;
  /** The chance of any false finding. */
  readonly level: number;
  /** What to do: the advice of every finding, then what belongs to none alone. */
  readonly advice: readonly string[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
