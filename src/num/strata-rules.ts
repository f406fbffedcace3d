import { DiscoError } from "../error.js";
import { MOST_VALUES } from "./bins-of-numbers.js";
import type { Stratifier } from "./strata.js";

/** How strata are made of columns. */
export interface StrataRules {
  /** Into how many bins numbers of many values are cut; 5 unless told. */
  readonly bins?: number | undefined;
  /** Strata of two columns together too; true unless told. */
  readonly pairs?: boolean | undefined;
  /** Columns of more labels than this are not tried; 50 unless told. */
  readonly mostLabels?: number | undefined;
}

/** The rules with their defaults. */
export interface SettledRules {
  readonly bins: number;
  readonly pairs: boolean;
  readonly mostLabels: number;
}

/** Fills the defaults in. Throws for numbers that make no sense. */
export function settledRules({ bins = 5, pairs = true, mostLabels = 50 }: StrataRules): SettledRules {
  whole("--bins", bins, 100);
  whole("mostLabels", mostLabels, 1000);
  return { bins, pairs, mostLabels };
}

function whole(who: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 2 && value <= most) return;
  const wrong = `a whole number from 2 to ${most} is needed`;
  throw new DiscoError({ who, wrong, given: String(value), next: "give one, for example 5" });
}

/** Numbers of at most so many values are strata as they are; others are binned. */
export function mostNumbers(bins: number): number {
  return Math.max(MOST_VALUES, bins);
}

/** Why a column with so many values in so many rows cannot be tried, if so. `rows`: observations, or the rows of a table of weights. */
export function whyLeft(
  { kind, values }: Pick<Stratifier, "kind" | "values">,
  rows: number,
  { bins, mostLabels }: SettledRules,
): string | undefined {
  if (values <= 1) return "one value in every row";
  const asTheyAre = kind === "labels" || values <= mostNumbers(bins);
  if (asTheyAre && values >= rows) return "as many values as rows";
  if (kind === "labels" && values > mostLabels) return `more than ${mostLabels} labels`;
  return undefined;
}
