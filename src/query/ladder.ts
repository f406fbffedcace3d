import type { Range, Remark } from "./answer.js";

/** How the models of a pair were made to agree below and part above; docs/ladder.md has the constructions. */
export type LadderKind =
  /** Seeing: the same individuals take the treatment alike, and fare otherwise with it. */
  | "mixed"
  /** Seeing: all effect and no confounding, against no effect and all confounding. */
  | "pure"
  /** Doing: a type of individual, against two types of the same averages. */
  | "split"
  /** Doing: the same two types' fares with and without, put together the other way round. */
  | "joined";

/** One question asked of both models of a pair. */
export interface LadderRow {
  readonly layer: 1 | 2 | 3;
  /** In the grammar of questions. */
  readonly query: string;
  /** What the engine answers for the first model and for the second. */
  readonly values: readonly [number, number];
  /** The same as fractions, "7/25", worked out apart from the engine. */
  readonly exact: readonly [string, string];
  /** Equal as fractions. */
  readonly same: boolean;
  /** Where the answer can lie in all models that agree with these two on the layers below the one on which they part. */
  readonly open?: Range;
}

/** What was theirs anyway, what the treatment changed, what was chance, of those with T=1 and Y=1 (THEORY 5.1). */
export interface LadderShares {
  readonly anyway: number;
  readonly policy: number;
  readonly chance: number;
}

/** Two models that agree on every question of the lower layers and part on the next. */
export interface LadderPair {
  readonly kind: LadderKind;
  /** Model files (DESIGN 4.1), as JSON holds them. */
  readonly models: readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  /** By layer, from the lowest. */
  readonly rows: readonly LadderRow[];
  /** The first question on which they part. */
  readonly parts: string;
  readonly shares: readonly [LadderShares, LadderShares];
  /** What differs, in a few sentences. */
  readonly text: string;
  /** Questions of the lower layers that the engine was asked of both, and the largest difference it found: rounding. */
  readonly checked: { readonly questions: number; readonly largest: number };
  /**
   * One more thing that layers 1 and 2 cannot see: the first model's layer 3 with the noise drawn afresh (`values[0]`, coupling 0) and with
   * the factual noise kept (`values[1]`, coupling 1). Rung 2 only.
   */
  readonly dial?: readonly { readonly query: string; readonly values: readonly [number, number] }[];
}

/** How far apart random pairs are that agree on the lower layers. */
export interface LadderSurvey {
  readonly pairs: number;
  /** Pairs whose answers to the question above are the same. */
  readonly agree: number;
  /** What is compared. */
  readonly query: string;
  /** Absolute differences. */
  readonly smallest: number;
  readonly median: number;
}

/** One rung: from layer `rung` to the layer above it. */
export interface LadderRung {
  readonly rung: 1 | 2;
  readonly pairs: readonly LadderPair[];
  readonly survey: LadderSurvey;
}

/** Something that does determine a higher layer, and the command that uses it. */
export interface LadderClimb {
  readonly rung: 1 | 2;
  readonly by: string;
  readonly text: string;
  readonly command: string;
}

/** What `ladder` answers: the hierarchy of seeing, doing and imagining, shown on models. */
export interface LadderAnswer {
  readonly question: string;
  readonly treatment: string;
  readonly outcome: string;
  readonly rungs: readonly LadderRung[];
  readonly climb: readonly LadderClimb[];
  /** The theorem, in its own measure. */
  readonly theorem: string;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly provenance: Readonly<Record<string, number | string | boolean>>;
}
