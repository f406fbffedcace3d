import type { DataAccount, Outcome, Treatment, TwoLabels } from "./sample.js";

/**
 * The outcome of both arms within the strata of one column, or of two together: entry 2 s + arm of the three arrays belongs to stratum s, arm 1
 * being the treated. Strata without observations are left out.
 */
export interface Strata {
  /** The columns whose values make the strata: none (the whole table), one or two. */
  readonly by: readonly string[];
  /** The value of each of them in each stratum; of a binned number its interval, "(20, 35]". */
  readonly labels: readonly (readonly string[])[];
  /** Observations (of an exact law: probability), their outcomes' sum and sum of squares. */
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

/** A column that was tried as a stratifier, or that was not, and why. */
export interface Stratifier {
  readonly name: string;
  readonly kind: "labels" | "numbers";
  /** Distinct values in the table. */
  readonly values: number;
  /** Upper ends of the bins but the last, where numbers were binned; bin k holds (cut k-1, cut k]. */
  readonly cuts?: readonly number[];
  /** Why it was not tried: "one value in every row", "as many values as rows", "more than 50 labels". */
  readonly left?: string;
}

/** Everything that a search for Simpson's paradox reads from a table: moments of the outcome by arm, in all strata of one and of two columns. */
export interface StrataTable {
  readonly treatment: { readonly name: string; readonly labels: TwoLabels };
  readonly outcome:
    | { readonly kind: "binary"; readonly name: string; readonly labels: TwoLabels }
    | { readonly kind: "numeric"; readonly name: string };
  readonly whole: Strata;
  /** Of each stratifier that was tried, in the order of the table's columns; then of each pair of them. */
  readonly strata: readonly Strata[];
  readonly stratifiers: readonly Stratifier[];
  /** Row weights were an exact law: no sampling error. */
  readonly law: boolean;
  readonly data: DataAccount;
}

/** Whose strata they are: what a table of them says of treatment and outcome. */
export function rolesTold(
  treatment: Pick<Treatment, "name" | "labels">,
  outcome: Outcome,
): Pick<StrataTable, "treatment" | "outcome"> {
  const { kind, name } = outcome;
  return {
    treatment: { name: treatment.name, labels: treatment.labels },
    outcome: kind === "binary" ? { kind, name, labels: outcome.labels } : { kind, name },
  };
}
