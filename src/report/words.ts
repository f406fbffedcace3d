import type { Attribution, Evidence } from "../query/attribution.js";
import { countText, percent } from "./format.js";

/** What words and drawings of shares need to know. A model's answer has it as well as a table's. */
export type Told = Pick<Attribution, "treatment" | "outcome" | "evidence" | "provenance">;

/** "treat = 1": the arm an individual was in. */
export function armText(answer: Told, treated: boolean): string {
  const { name, treated: yes, control: no } = answer.treatment;
  return pairText(name, treated ? yes : no);
}

/**
 * "name = label"; when short, tied by no-break spaces so that no line ends in the middle of it. What is too long for a sentence is
 * cut: the page shows it in full once, among the choices.
 */
function pairText(name: string, label: string): string {
  const text = `${shorten(name, 48)} = ${shorten(label, 32)}`;
  return text.length <= 24 ? text.replaceAll(" ", "\u00a0") : text;
}

/** "employed = 1"; for a numeric outcome its name with what was seen of it, "re78 above 5090.05". */
export function outcomeText(answer: Told, evidence: Evidence): string {
  const { outcome } = answer;
  if (outcome.kind === "binary") return pairText(outcome.name, evidence.success ? outcome.success : outcome.failure);
  const seen = evidence.given[outcome.name];
  const name = shorten(outcome.name, 48);
  return seen === undefined ? name : `${name} ${seen}`;
}

/** "treat = 1 and employed = 1". */
export function eventText(answer: Told, evidence: Evidence): string {
  return `${armText(answer, evidence.treated)} and ${outcomeText(answer, evidence)}`;
}

/** Is the table an exact probability law? Then rows are mass, and nothing has a sampling error. */
export function isLaw(answer: Told): boolean {
  return answer.provenance["weights"] === "law";
}

/** "140 rows"; "23 % of all" when rows are mass. */
export function rowsText(answer: Told, evidence: Evidence): string {
  if (isLaw(answer)) return `${percent.text(evidence.rows)} of all`;
  return `${countText(evidence.rows)} ${evidence.rows === 1 ? "row" : "rows"}`;
}

/** What the effect is on: "employed = 1", or "the average re78". */
export function targetText({ outcome }: Told): string {
  return outcome.kind === "binary"
    ? pairText(outcome.name, outcome.success)
    : `the average ${shorten(outcome.name, 48)}`;
}

/** The evidence the page opens with: the successes of the treated, where there are any. */
export function headline(answer: Told): Evidence | undefined {
  return answer.evidence.find((evidence) => evidence.treated && evidence.success) ?? answer.evidence[0];
}

/** The evidences in the order they are shown: the headline first, the others as they came. */
export function inOrder(answer: Told): readonly Evidence[] {
  const first = headline(answer);
  return first === undefined ? [] : [first, ...answer.evidence.filter((evidence) => evidence !== first)];
}

/** What the dial of THEORY 1.7 is set to, in words. */
export function couplingText(coupling: number): string {
  if (coupling === 0) return "0: the noise of the imagined world is drawn afresh (1 would be Pearl's counterfactual)";
  if (coupling === 1)
    return "1: the imagined world keeps the factual noise (Pearl's counterfactual), so nothing is chance";
  return `${coupling}: the imagined world keeps the factual noise with this probability, and draws afresh otherwise`;
}

/** The text cut to at most `length` characters, at its end, with an ellipsis. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, Math.max(1, length - 1))
        .join("")
        .trimEnd()}…`;
}

/** `armText` cut so that the label, the part that differs, survives a long column name. */
export function shortArm(answer: Told, treated: boolean, length: number): string {
  const { name, treated: yes, control: no } = answer.treatment;
  const label = shorten(treated ? yes : no, Math.max(3, Math.floor(length / 2) - 3));
  return pairText(shorten(name, Math.max(3, length - 3 - [...label].length)), label);
}
