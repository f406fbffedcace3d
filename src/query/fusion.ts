import type { Remark } from "./answer.js";

/** A token's text with its probability. */
export interface LikelyText {
  readonly text: string;
  readonly p: number;
  /** The token ends the answer. */
  readonly ends?: true;
}

/** What one factor was told before the answer began. */
export interface FusionFactor {
  readonly name: string;
  /** The words, or who gave the law; null where nothing is known of it but its name. */
  readonly told: string | null;
  readonly adapter?: { readonly name: string; readonly scale: number };
}

/** What one factor had to do with one token. */
export interface FusionFactorStep {
  readonly name: string;
  /** Its probability of the token that was chosen; null: it did not tell. */
  readonly p: number | null;
  /** log p(chosen) minus the reference's, nats: how strongly the token speaks for this factor and against the reference. Null where either did not tell, or gave 0. */
  readonly logOdds: number | null;
  readonly wanted: readonly LikelyText[];
}

/** The power that a budget allowed. */
export interface BudgetSpent {
  readonly power: number;
  /** Nats. */
  readonly spent: number;
  /** Even the largest power that was tried stayed within the budget. */
  readonly unbounded: boolean;
}

/** One token of an answer. */
export interface FusionStep {
  /** Together the texts are the answer, before it is cut at a stop. "" for a token that only begins a character, and for the one that ends the answer. */
  readonly text: string;
  readonly ends: boolean;
  /** Log probability of the token under the fused law, before temperature. */
  readonly log: number;
  /** KL(fused law || reference), nats; null: infinite. */
  readonly divergence: number | null;
  /** Logarithm of what the product added up to before it was made a law. */
  readonly logZ: number;
  readonly fused: readonly LikelyText[];
  readonly factors: readonly FusionFactorStep[];
  readonly budget?: BudgetSpent;
  /** Probabilities that the floor stood in for. */
  readonly floored: number;
  /** The largest probability that a factor has on tokens left out because another does not tell them. */
  readonly leftOut: number;
}

/** One whole text that was weighed. */
export interface FusionCandidate {
  readonly text: string;
  /** Its share of the fused law on the candidates; they add up to 1. */
  readonly weight: number;
  /** Log probability of the whole text under each factor; null: impossible. */
  readonly logs: Readonly<Record<string, number | null>>;
  /** Log probability under what it was drawn from; null: it was given. */
  readonly drawn: number | null;
  readonly tokens: number | null;
  /** It came to its end, and was not cut at the longest length. */
  readonly ended: boolean;
}

/** The candidates of a whole-text fusion, and how far they can be relied on. */
export interface FusionCandidates {
  readonly list: readonly FusionCandidate[];
  readonly chosen: number;
  /** Candidates that the weighted ones are worth: 1 / sum of squared weights. */
  readonly effective: number;
  /** What they were drawn from: a factor, "fusion" (token by token), or "given". */
  readonly from: string;
  /**
   * Estimate, from these candidates, of the total variation between fusing token by token and fusing whole texts; there only where the candidates were
   * drawn token by token from the fusion itself.
   */
  readonly gap?: number;
}

/** Sums over the answer's tokens. */
export interface FusionTotals {
  readonly tokens: number;
  /** Log probability of the answer under the laws it was drawn from; null where it is not known. */
  readonly log: number | null;
  /** Nats; null: infinite, or not known. */
  readonly divergence: number | null;
  /** Sum of the logarithms of the normalisers: the log weight of this text that fusing token by token drops. */
  readonly logZ: number | null;
}

/**
 * An answer of a language model made by fusion (THEORY 6, 7). JSON-ready. Level "token": each token was drawn from the fused law of the next token,
 * which drops a normaliser. Level "sequence": whole texts were weighed under the factors and one was chosen.
 */
export interface FusionAnswer {
  readonly question: string;
  /** Printed; `parseExpression` reads it. */
  readonly expression: string;
  readonly level: "token" | "sequence";
  readonly model: string;
  readonly reference: string | null;
  readonly factors: readonly FusionFactor[];
  readonly text: string;
  /** It came to its end or to a stop, and was not cut at the longest length. */
  readonly ended: boolean;
  /** Token by token; none at the level of whole texts. */
  readonly steps: readonly FusionStep[];
  readonly totals: FusionTotals;
  readonly candidates?: FusionCandidates;
  /** Of a budget at the level of whole texts. */
  readonly budget?: BudgetSpent;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
