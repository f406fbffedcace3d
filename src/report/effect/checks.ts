import type { Balance, BalanceRow, EffectAnswer } from "../../query/effect.js";
import { countText, fixed, percent } from "../format.js";
import { shorten } from "../words.js";
import { propensityText } from "./scale.js";
import { armText, referenceText } from "./words.js";

/** Standardised differences beyond this are usually called imbalance (Austin 2009, Statistics in Medicine 28). */
export const IMBALANCE = 0.1;

type Overlap = NonNullable<EffectAnswer["overlap"]>;

/** "propensities from 2 % to 78 %; 11 observations outside 5 to 95 %": the sides that the target needs. */
export function overlapText({ lowest, highest, outside, threshold }: Overlap, target: EffectAnswer["target"]): string {
  // A threshold of 2.5 % is no 3 %.
  const [low, high] = [threshold, 1 - threshold].map((share) => String(Number((100 * share).toPrecision(6))));
  const tie = "\u00a0";
  const where =
    target === "att"
      ? `above ${high}${tie}%`
      : target === "atc"
        ? `below ${low}${tie}%`
        : `outside ${low} to ${high}${tie}%`;
  const count = outside === 0 ? "none" : countText(outside);
  return `propensities from ${propensityText(lowest, percent)} to ${propensityText(highest, percent)}; ${count} ${where}`;
}

/** What the overlap means, for the head of its drawing. */
export function overlapFinding(overlap: Overlap, target: EffectAnswer["target"]): string {
  const { outside } = overlap;
  const told = overlapText(overlap, target);
  if (outside === 0) {
    const who = target === "att" ? "All those treated" : target === "atc" ? "All those not treated" : "All";
    return `${who} have counterparts in the other arm: ${told}`;
  }
  return `${countText(outside)} ${outside === 1 ? "observation has" : "observations have"} hardly a counterpart: ${told}`;
}

/** "0.31", "−0.02": a standardised difference. */
export function balanceNumber(value: number): string {
  return Number.isFinite(value) ? fixed(value, 2) : value < 0 ? "\u2212∞" : "∞";
}

/** The covariates, the worst after weighting first. */
export function worstFirst({ rows }: Balance): readonly BalanceRow[] {
  return [...rows].sort((a, b) => Math.abs(b.after) - Math.abs(a.after) || Math.abs(b.before) - Math.abs(a.before));
}

/** "largest standardised difference 0.31 (age) before, 0.02 (re74) after weighting": the two ends of the story. */
export function balanceText(answer: EffectAnswer, balance: Balance): string {
  const { rows, effective, weights } = balance;
  const [after] = worstFirst(balance);
  if (after === undefined) return "no covariate to compare";
  const before = rows.reduce((a, b) => (Math.abs(b.before) > Math.abs(a.before) ? b : a));
  const name = ({ covariate }: BalanceRow): string => shorten(covariate, 24);
  const [reference, arm] = effective.map(countRounded);
  return (
    `largest standardised difference ${balanceNumber(Math.abs(before.before))} (${name(before)}) before, ` +
    `${balanceNumber(Math.abs(after.after))} (${name(after)}) after weighting (${shorten(weights, 40)}); ` +
    `weighted, the arms are worth ${arm} (${armText(answer)}) and ${reference} (${referenceText(answer)}) equal rows`
  );
}

function countRounded(count: number): string {
  return countText(Math.round(count));
}

/** What the balance means, for the head of its drawing. */
export function balanceFinding({ rows }: Balance): string {
  const off = (key: "before" | "after"): number => rows.filter((row) => Math.abs(row[key]) > IMBALANCE).length;
  const [before, after] = [off("before"), off("after")];
  const of = `${countText(rows.length)} ${rows.length === 1 ? "covariate" : "covariates"}`;
  const was = before === 0 ? "none did before" : `${countText(before)} did before`;
  if (after > 0) {
    return `${countText(after)} of ${of} still ${after === 1 ? "differs" : "differ"} by more than ${IMBALANCE} standard deviations after weighting; ${was}`;
  }
  return `After weighting none of ${of} differs by more than ${IMBALANCE} standard deviations; ${was}`;
}
