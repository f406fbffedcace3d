import type { Remark } from "../../query/answer.js";
import type { Corrected } from "./corrections.js";
import type { Outcome } from "./remarks.js";
import { countOf, numberText, percentText, quoted } from "./say.js";

/** Weights are warned about where a probability is below this, or where they are worth less than half of the rows. */
const TINY = 0.01;
const HALF = 0.5;
/** Fewer effective rows than this in a group, and its log is not yet normal. */
const FEW = 10;
/** A larger share of rows than this for which no selected row can stand is a hole. */
const HOLE = 0.01;

/** What could not be done as it should, and what is doubtful. */
export function warningsOf(outcome: Outcome): readonly Remark[] {
  const { selection, groups, graph, findings, corrected, unused, law, pair, options } = outcome;
  const warnings: Remark[] = [];
  const warn = (id: string, text: string) => warnings.push({ id, text });
  const among = groups.find(({ who }) => who === "selected")!;
  if (selection !== null && selection.no === null) {
    warn("nobody-else", `Every row has ${quoted(selection.name)} = ${selection.yes}: all rows are taken as selected.`);
  }
  const { reason, state } = among.oddsRatio;
  if (state === "undefined") warn("no-odds-ratio", `Among the selected there is no odds ratio: ${reason}.`);
  if (state === "infinite" || among.oddsRatio.value === 0) {
    const empty = emptyGroup(
      among.counts,
      pair.map(({ name }) => quoted(name)),
    );
    warn(
      "empty-cell",
      `Among the selected nobody has ${empty}: the odds ratio is ${state === "infinite" ? "infinite" : "0"}, and its interval has one end. Nothing was added to the count of 0.`,
    );
  }
  if (unused > 0) {
    warn(
      "unused",
      `${countOf(unused, "row")} that ${unused === 1 ? "was" : "were"} not selected could not be used: the pair is not measured on all of them.`,
    );
  }
  if (graph?.kind === "one-sided" && findings.length > 0) {
    warn(
      "graph-contradicted",
      "The graph says that this selection leaves the odds ratio alone, and the data show that it does not: an arrow is missing.",
    );
  }
  if (graph?.covariates === false && options.given !== undefined) {
    const covariates = options.given.map(quoted).join(", ");
    warn(
      "covariates-fall-short",
      `In the graph selection depends on the pair also when ${covariates} ${options.given.length === 1 ? "is" : "are"} known: the correction by covariates is not enough.`,
    );
  }
  for (const { correction, notes, unseen } of corrected) {
    warnings.push(...notes);
    if (correction.weights !== undefined) warnings.push(...weightWarnings(correction.weights, law));
    if (unseen > HOLE) {
      warn(
        "unseen",
        `${percentText(unseen)} of all rows have a smaller chance of being selected than any selected row: nobody stands for them, and the corrected odds ratio is not theirs.`,
      );
    }
  }
  return warnings;
}

function weightWarnings(
  { smallest, rows, effective, least }: NonNullable<Corrected["correction"]["weights"]>,
  law: boolean,
): readonly Remark[] {
  const warnings: Remark[] = [];
  if (smallest < TINY) {
    const text = `The smallest probability of being selected is ${numberText(smallest)}, so that one row stands for ${numberText(1 / smallest)}. A small error in it is a large one in the answer.`;
    warnings.push({ id: "tiny-probability", text });
  }
  if (law) return warnings;
  if (effective < HALF * rows) {
    const text = `The weights differ so much that ${countOf(rows, "row")} are worth ${countOf(Math.round(effective), "equal one")}.`;
    warnings.push({ id: "uneven-weights", text });
  }
  if (least < FEW) {
    const text = `In the smallest of the four groups the weighted rows are worth ${numberText(least)}: the interval is rough.`;
    warnings.push({ id: "few-rows", text });
  }
  return warnings;
}

function emptyGroup(
  { neither, first, second }: { readonly neither: number; readonly first: number; readonly second: number },
  [a, b]: readonly string[],
): string {
  if (neither === 0) return `neither ${a} nor ${b}`;
  if (first === 0) return `${a} without ${b}`;
  return second === 0 ? `${b} without ${a}` : `both ${a} and ${b}`;
}
