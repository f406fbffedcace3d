import type { DataUsed, Range, Remark } from "./answer.js";

/** A number with its sampling uncertainty; an exact law has none of that. */
export interface SurrogateNumber {
  readonly value: number;
  readonly se?: number;
  readonly interval?: Range;
  /** The probability of a number at least as far from 0, were it 0. */
  readonly p?: number;
}

/** One of Prentice's four criteria (1989). */
export interface PrenticeCriterion {
  readonly id: "affects-surrogate" | "affects-outcome" | "associated" | "independent-given";
  /** What it asks for, in a sentence. */
  readonly claim: string;
  /** `holds`: secured by the data; for the fourth, which no test can secure, `not contradicted` is the best there is. */
  readonly verdict: "holds" | "not shown" | "contradicted" | "not contradicted";
  /** The effect or association; of the fourth what is left of the effect within levels of the surrogate. */
  readonly number: SurrogateNumber;
  /** Of the test, where it is of several numbers at once. */
  readonly freedom?: number;
  /** Of the fourth: the whole effect's share that the data leave possible beside the surrogate; null where the effect itself may be 0. */
  readonly leftShare?: Range | null;
  readonly text: string;
}

/** Where a share of two uncertain numbers may lie (Fieller 1954): an interval, all but an interval, or anywhere. */
export interface FiellerSet {
  readonly kind: "interval" | "outside" | "anywhere";
  /** Its ends; of `outside`, what lies between them is excluded. Null: anywhere. */
  readonly ends: Range | null;
}

/** The share of the treatment's effect that the surrogate explains, in one of its definitions. Never clipped to 0..1. */
export interface ExplainedShare {
  readonly measure: "freedman" | "freedman-difference" | "wang-taylor" | "wang-taylor-treated";
  readonly name: string;
  readonly definition: string;
  /** Null: it cannot be had, and `reason` says why. */
  readonly value: number | null;
  readonly reason?: string;
  readonly se?: number;
  /** By the delta method. */
  readonly interval?: Range;
  readonly fieller?: FiellerSet;
  /** The whole effect, and what is left of it. */
  readonly whole?: number;
  readonly left?: number;
}

/** The effect on the outcome in one group of individuals whom nobody can point at, as what both arms would have done to the surrogate defines them. */
export interface PrincipalEffect {
  readonly stratum: "unchanged" | "always" | "never" | "changed";
  /** Who they are. */
  readonly who: string;
  readonly assumption: "none" | "monotone";
  /** Share of all individuals, as far as the data tell. */
  readonly share: Range;
  /** What no amount of data of this kind can narrow down; null: nothing is known. */
  readonly bounds: Range | null;
  /** The bounds with their sampling uncertainty added outwards. */
  readonly interval?: Range;
  readonly reason?: string;
}

/** Principal surrogacy (Frangakis & Rubin 2002). */
export interface PrincipalSurrogate {
  readonly effects: readonly PrincipalEffect[];
  /** Causal necessity: no effect where the surrogate does not change. */
  readonly necessity: "contradicted" | "contradicted if monotone" | "cannot tell";
  readonly text: string;
}

/** One condition under which the sign of the effect on the outcome follows. */
export interface ConsistencyCondition {
  readonly id: "monotone-in-surrogate" | "monotone-in-treatment" | "ordered-surrogate";
  readonly claim: string;
  readonly verdict: "holds" | "contradicted" | "cannot tell";
  /** Every number that has to have the right sign, turned so that right is positive. */
  readonly parts: readonly (SurrogateNumber & { readonly at: string })[];
}

/** Consistent surrogacy (Chen, Geng & Jia 2007; Ju & Geng 2010; VanderWeele 2013). */
export interface ConsistentSurrogate {
  readonly conditions: readonly ConsistencyCondition[];
  readonly verdict: "guaranteed" | "not guaranteed" | "cannot tell";
  readonly text: string;
}

/** What the data say about one of the three causes of the paradox. */
export interface ParadoxCause {
  readonly id: "direct-effect" | "confounding" | "transitivity";
  readonly name: string;
  readonly evidence: "for" | "against" | "cannot tell";
  readonly text: string;
}

/** E[ab] where only E[a] and E[b] are known, under one assumption about the individuals. */
export interface ProductBounds {
  readonly assumption: "none" | "monotone-surrogate" | "monotone-both";
  readonly text: string;
  readonly bounds: Range;
  /** The bounds with their sampling uncertainty added outwards. */
  readonly interval?: Range;
  readonly paradox: "possible" | "impossible" | "certain";
}

/** The law of the individual effects a (treatment on surrogate) and b (surrogate on outcome): E[ab] = E[a] E[b] + Cov(a, b) (THEORY 8.4). */
export interface EffectCovariance {
  /** E[a] and E[b]; b is the association within arms, which is an effect only without confounding. */
  readonly a: SurrogateNumber;
  readonly b: SurrogateNumber;
  readonly product: number;
  readonly outcome: SurrogateNumber;
  /** Were there no direct effect and no confounding: outcome - product. */
  readonly implied: SurrogateNumber;
  /** The paradox needs a covariance beyond this. */
  readonly needed: number;
  /** The correlation that it needs at least, were a and b as spread out as the data allow; null where numbers have no limits. */
  readonly correlation: number | null;
  /** What a trial without the outcome leaves possible; empty where numbers have no limits. */
  readonly bounds: readonly ProductBounds[];
  readonly text: string;
}

/** Whether groups in which the treatment moves the surrogate more are those in which the surrogate goes with less. */
export interface BetweenGroups {
  readonly by: string;
  /** Why it was not tried. */
  readonly left?: string;
  readonly groups: readonly {
    readonly label: string;
    readonly share: number;
    readonly a: number;
    readonly b: number;
    readonly outcome: number;
  }[];
  /** E[a] E[b], Cov(a, b) between the groups, and what both leave of the effect on the outcome: direct effects, confounding, covariance within groups. */
  readonly product?: SurrogateNumber;
  readonly covariance?: SurrogateNumber;
  readonly rest?: SurrogateNumber;
}

/** What was found to be wrong with a surrogate, in one sentence with its numbers. */
export interface SurrogateFinding {
  readonly paradox: "surrogate";
  /** The surrogate. */
  readonly by: string;
  readonly kind: "reversal" | "direct effect" | "not explained" | "not transitive" | "confounding";
  readonly text: string;
}

/** One number that was looked at. */
export interface SurrogateScan extends SurrogateNumber {
  readonly what: string;
}

/** A column's part in the check: two values, of which `high` counts as 1, or numbers. */
export type SurrogateColumn =
  | { readonly kind: "binary"; readonly name: string; readonly high: string; readonly low: string }
  | { readonly kind: "numeric"; readonly name: string };

/** What an arm holds. */
export interface SurrogateArm {
  readonly arm: string;
  /** Observations; of an exact law probability. */
  readonly count: number;
  readonly surrogate: number;
  readonly outcome: number;
  /** The outcome at each level of the surrogate. */
  readonly levels: readonly { readonly label: string; readonly count: number; readonly outcome: number | null }[];
}

/** What `disco check TABLE --surrogate` holds (DESIGN 4.5). */
export interface SurrogateCheck {
  readonly kind: "table";
  readonly question: string;
  readonly treatment: { readonly name: string; readonly treated: string; readonly reference: string };
  readonly surrogate: SurrogateColumn;
  readonly outcome: SurrogateColumn;
  readonly given: readonly string[];
  /** Chance of a false alarm; intervals hold with one minus this. */
  readonly level: number;
  readonly arms: readonly [SurrogateArm, SurrogateArm];
  readonly effects: {
    readonly onSurrogate: SurrogateNumber;
    readonly onOutcome: SurrogateNumber;
    /** Outcomes above 0: the treated's average over the untreated's. */
    readonly ratio?: SurrogateNumber;
    /** Change of the outcome for one more of the surrogate: in the reference's arm, in the treated's, and both together. */
    readonly association: {
      readonly reference: SurrogateNumber | null;
      readonly treated: SurrogateNumber | null;
      readonly within: SurrogateNumber;
    };
    /** Of the effect on the outcome, within levels of the surrogate. */
    readonly left: SurrogateNumber;
  };
  readonly prentice: readonly PrenticeCriterion[];
  readonly explained: readonly ExplainedShare[];
  readonly principal?: PrincipalSurrogate;
  readonly consistent: ConsistentSurrogate;
  readonly covariance: EffectCovariance;
  readonly between: readonly BetweenGroups[];
  readonly causes: readonly ParadoxCause[];
  readonly findings: readonly SurrogateFinding[];
  readonly scanned: readonly SurrogateScan[];
  readonly advice: readonly string[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}

/** One type of individual of a model: what the treatment does to the surrogate (a), that to the outcome (b), and the treatment to the outcome. */
export interface SurrogateIndividual {
  readonly unit: string;
  readonly weight: number;
  readonly a: number;
  readonly b: number;
  /** a b: what reaches the outcome through the surrogate, where noise and direct effects add nothing. */
  readonly product: number;
  readonly outcome: number;
  /** What the treatment does with the surrogate held low, and held high. */
  readonly direct: readonly [number, number];
}

/** What a model's surrogate does, exactly (THEORY 8.4). */
export interface SurrogateOfModel {
  readonly kind: "model";
  readonly question: string;
  readonly model: string;
  readonly treatment: { readonly name: string; readonly treated: string; readonly reference: string };
  readonly surrogate: SurrogateColumn;
  readonly outcome: SurrogateColumn;
  readonly individuals: readonly SurrogateIndividual[];
  readonly effects: {
    readonly onSurrogate: number;
    readonly surrogateOnOutcome: number;
    readonly onOutcome: number;
    /** The outcome's average in both arms, reference first. */
    readonly outcomeMeans: Range;
  };
  /** onOutcome = product + covariance + rest. */
  readonly product: number;
  readonly covariance: number;
  /** Correlation of a and b over individuals; null where one of them does not vary. */
  readonly correlation: number | null;
  /** What does not go through a, then b: direct effects, and what moves surrogate and outcome together within an individual. */
  readonly rest: number;
  /** Share of individuals whom the treatment moves against the product's sign, and whom it moves along it. */
  readonly against: number;
  readonly along: number;
  /** What is seen: the outcome's average at the low and the high surrogate, and by arm, reference first. Null: never seen. */
  readonly seen: {
    readonly outcome: readonly [number | null, number | null];
    readonly arms: readonly (readonly [number | null, number | null])[];
    /** The association less the effect of the surrogate. */
    readonly confounding: number | null;
  };
  readonly paradox: boolean;
  /** Could any law of individuals with these averages have it? */
  readonly bounds: readonly ProductBounds[];
  readonly causes: readonly ParadoxCause[];
  readonly findings: readonly SurrogateFinding[];
  readonly scanned: readonly SurrogateScan[];
  readonly advice: readonly string[];
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
