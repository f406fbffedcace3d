import type { Answer, DataUsed, Remark } from "./answer.js";
import type { DecisionCurves } from "./decision-curves.js";
import type { PolicyTree } from "./policy-tree.js";

/** What it is worth to treat an individual of each response type, in one unit of account (Li & Pearl 2019; THEORY 4.6). */
export interface Benefit {
  readonly complier: number;
  readonly always: number;
  readonly never: number;
  readonly defier: number;
}

/** How uncertainty about response types is decided under: the worst the bounds allow, independent noises, or least regret. */
export type DecisionRule = "maximin" | "expected" | "regret";

/** Individuals with one reason for what was decided about them. */
export interface DecidedGroup {
  /** Stays the same when the wording changes: "gain", "loss", "budget", "undecided", "explore", "fair", "overlap". */
  readonly reason: string;
  readonly text: string;
  readonly treat: boolean;
  /** Individuals: the units, or the rows where there is no unit. */
  readonly rows: number;
  /** Of all individuals in the table. */
  readonly share: number;
  /** Their average benefit, doubly robust, per individual, costs taken off. */
  readonly benefit: Answer;
}

/** Somebody's treatment by groups of one named column. */
export interface GroupTreatment {
  readonly group: string;
  readonly rows: number;
  /** Share of the group that is treated. */
  readonly treated: number;
  /** Average predicted benefit of those treated, and of the group. */
  readonly benefitOfTreated: number | null;
  readonly benefit: number;
  /** Smallest number decided by, per unit of cost where treating costs, of anybody treated (lots aside); null where nobody is. */
  readonly threshold: number | null;
}

export interface Fairness {
  readonly column: string;
  readonly groups: readonly GroupTreatment[];
  /** Largest difference and smallest ratio of the shares treated. */
  readonly difference: number;
  readonly ratio: number | null;
  /** With equal shares demanded: what that costs in predicted benefit per individual. */
  readonly price?: number;
}

/** A policy that is compared with the one chosen. */
export interface ComparedPolicy {
  readonly name: "chosen" | "nobody" | "everybody" | "by effect" | "tree";
  /** Share of individuals treated. */
  readonly treated: number;
  /** Average benefit per individual of the population, costs taken off: the value under independent noises, its interval, and bounds for any noises. */
  readonly benefit: Answer;
  /** Chance of success in the population. */
  readonly success: Answer;
  /** The benefit of the policy chosen less that of this one; absent for the policy chosen. */
  readonly difference?: Answer;
}

/** What `disco decide` holds. */
export interface Decision {
  readonly question: string;
  readonly treatment: { readonly name: string; readonly treated: string; readonly reference: string };
  readonly outcome: { readonly name: string; readonly success: string };
  readonly benefit: Benefit;
  readonly rule: DecisionRule;
  /** Share of individuals, or sum of costs per individual where costs are given, that may be spent; absent: no limit. */
  readonly budget?: number;
  readonly cost?: { readonly each?: number; readonly column?: string };
  /** complier + defier = always + never: the benefit is known without knowing how the noises go together. */
  readonly gainEquality: boolean;
  readonly groups: readonly DecidedGroup[];
  readonly policies: readonly ComparedPolicy[];
  /** `monotone`: nobody is taken to be a defier. */
  readonly assume?: "monotone";
  /** Who is decided about: name of the unit's column, or "row", and how many. */
  readonly individuals: { readonly name: string; readonly count: number };
  /** Share of individuals treated. */
  readonly treated: number;
  /** Smallest predicted number that the rule looks at, per unit of cost where treating costs, of anybody treated (lots aside); null where nobody is. */
  readonly threshold: number | null;
  /** Per individual: share treated, or sum of costs where treating costs. */
  readonly spent: number;
  readonly curves?: DecisionCurves;
  readonly tree?: PolicyTree;
  readonly fairness?: Fairness;
  /** Share whose treatment is drawn at random, so that the next table has overlap. */
  readonly explore?: number;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly data: DataUsed;
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
