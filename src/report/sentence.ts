import type { Answer } from "../query/answer.js";
import type { Attribution, Evidence } from "../query/attribution.js";
import { cleanDeep } from "./clean.js";
import { percent } from "./format.js";
import { limitOf, reasonText, shareScale } from "./lines.js";
import { armText, eventText, isLaw, outcomeText, rowsText, type Told } from "./words.js";

/**
 * The answer for one evidence in one sentence: how much would have been there anyway, how much the arm changed, how much was chance.
 * Says "up to" for a chance that is only bounded, "prevents" and "despite" where the arm worked against the outcome, and the
 * reason where there is no answer.
 */
export function attributionSentence(answer: Attribution, evidence: Evidence): string {
  return tiedSentence(cleanDeep(answer), cleanDeep(evidence)).replaceAll("\u00a0", " ");
}

/**
 * The sentence with its numbers tied to their units by no-break spaces, from records that are clean already. `opening` says whom it is
 * about where the evidence alone does not.
 */
export function tiedSentence(answer: Told, evidence: Evidence, opening?: string): string {
  const { anyway, policy, chance } = evidence.shares;
  const unknown = [anyway, policy, chance].find((share) => share.value === null);
  if (unknown !== undefined) return unknownSentence(answer, evidence, unknown);
  return answer.outcome.kind === "binary"
    ? binarySentence(answer, evidence, opening)
    : numericSentence(answer, evidence, opening);
}

function binarySentence(answer: Told, evidence: Evidence, opening = whoText(answer, evidence)): string {
  const { anyway, policy, chance } = evidence.shares;
  const arm = armText(answer, evidence.treated);
  const other = evidence.treated ? "" : ` (with ${armText(answer, true)} too)`;
  const outcome = outcomeText(answer, evidence);
  const harmful = policy.value! < 0;
  const first = `${opening}, ${percent.text(anyway.value!)} would have had ${outcome} anyway${other}`;
  const second = harmful
    ? `less the ${percent.text(-policy.value!)} that ${arm} prevents${doubt(policy)}`
    : `${percent.text(policy.value!)} had it because of ${arm}${doubt(policy)}`;
  const third = `${upTo(chance)}${percent.text(chance.value!)} had it by chance${harmful ? `, despite ${arm}` : ""}`;
  return `${first}, ${second}, and ${third}.`;
}

function numericSentence(answer: Told, evidence: Evidence, opening?: string): string {
  const scale = shareScale(answer);
  const { anyway, policy, chance } = evidence.shares;
  const change = (share: Answer): string =>
    `${share.value! < 0 ? "took away" : "added"} ${upTo(share)}${scale.text(Math.abs(share.value!))}`;
  const rows = isLaw(answer) ? "Cases" : `The ${rowsText(answer, evidence)}`;
  return (
    `${opening ?? `${rows} with ${eventText(answer, evidence)}`} average ${scale.text(evidence.total)}: ` +
    `${scale.text(anyway.value!)} would have been there anyway, ${armText(answer, evidence.treated)} ${change(policy)}` +
    `${doubt(policy)}, and chance ${change(chance)}.`
  );
}

function unknownSentence(answer: Told, evidence: Evidence, share: Answer): string {
  const why = reasonText(share).replace(/\.$/, "");
  if (evidence.rows === 0) return `No row has ${eventText(answer, evidence)}, so there is nothing to split: ${why}.`;
  return `${whoText(answer, evidence)}, the data do not tell how many would have had it anyway: ${why}.`;
}

function whoText(answer: Told, evidence: Evidence): string {
  if (isLaw(answer)) return `Of the cases with ${eventText(answer, evidence)} (${percent.text(evidence.rows)} of all)`;
  return `Of the ${rowsText(answer, evidence)} with ${eventText(answer, evidence)}`;
}

function upTo(share: Answer): string {
  return limitOf(share) === "at most" ? "up to " : "";
}

/** A policy share that may be nothing must not sound like a fact. */
function doubt(policy: Answer): string {
  const { interval } = policy;
  return interval !== undefined && interval[0] <= 0 && interval[1] >= 0
    ? " (may be none: the interval includes 0)"
    : "";
}
