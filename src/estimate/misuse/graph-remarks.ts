import { DiscoError } from "../../error.js";
import type { Remark } from "../../query/answer.js";
import type { GraphGuard, Misplaced } from "../../query/misuse.js";

/**
 * A refusal of the data with what the graph says first of what to do: an effect of the treatment among the covariates often tells the arms
 * apart, and nothing else is wrong. Other errors, and graphs that have nothing against the covariates, as they are.
 */
export function refusedWith(error: unknown, { misplaced, valid }: GraphGuard): unknown {
  if (!(error instanceof DiscoError) || error.kind !== "refused" || misplaced.length === 0) return error;
  const { next } = error.complaint;
  const roles = misplaced.map((one) => `${one.name} ${sayRole(one)}`).join(", ");
  const instead = valid.length === 0 ? "leave --given out" : `--given ${valid.join(",")}`;
  return new DiscoError({ ...error.complaint, next: `by the graph ${roles}: ${instead}; or ${next}` }, "refused");
}

/** An estimate in words: "1,200 (95 % interval 300 to 2,100)". */
export type Said = string;

/**
 * Remarks about covariates that are there by mistake.
 * @param what the estimate in question: "the effect"
 * @param with_ the estimate that adjusts for them; undefined where there is none
 * @param without the estimate that does not
 */
export function misplacedRemarks(
  { misplaced, valid }: GraphGuard,
  what: string,
  with_: Said | undefined,
  without: Said | undefined,
): Remark[] {
  const names = misplaced.map(({ name }) => name).join(", ");
  const numbers =
    with_ === undefined || without === undefined
      ? ""
      : ` Adjusting for ${names}, ${what} is ${with_}; without, ${without}.`;
  const instead = valid.length === 0 ? "leave --given out" : `--given ${valid.join(",")}`;
  return misplaced.map((one, i) => ({
    id: `adjusts-for-${one.role.replaceAll(" ", "-")}`,
    text: `By the graph ${one.name} ${sayRole(one)}: ${one.why}.${i === 0 ? `${numbers} For the whole effect, ${instead}.` : ""}`,
  }));
}

function sayRole({ role }: Misplaced): string {
  return role.startsWith("after") ? `comes ${role.replace("after", "after the")}` : `is a ${role}`;
}

/** Counts of a two-valued treatment and outcome: [untreated failures, untreated successes, treated failures, treated successes]. */
export type FourCounts = readonly [number, number, number, number];

/**
 * Remarks about selections that spoil a comparison. Where treatment and outcome are two-valued, with the odds ratio among the rows, which is
 * also what the selection would have to be to make all of it: OR(selected) = OR x h11 h00 / (h10 h01), h the chances of being selected
 * (THEORY 8.3).
 */
export function selectionRemarks({ selected, recovery }: GraphGuard, counts: FourCounts | undefined): Remark[] {
  return selected.map(({ name, why }) => ({
    id: "compares-after-selection",
    text: `Rows are here only where ${name} is 1, and by the graph ${why}.${sayOdds(counts)} ${recovery}`,
  }));
}

function sayOdds(counts: FourCounts | undefined): string {
  if (counts === undefined) return "";
  const [n00, n01, n10, n11] = counts;
  const odds = (n11 * n00) / (n10 * n01);
  if (!(odds > 0 && odds < Number.POSITIVE_INFINITY)) return "";
  const said = odds.toPrecision(3);
  return ` Treatment and outcome have an odds ratio of ${said} among these rows. Chances of getting in with h11 h00 / (h10 h01) = ${said} would make all of it without any effect (h10: of the treated without the outcome, and so on).`;
}
