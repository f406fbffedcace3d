import type { Answer } from "../../query/answer.js";
import type { Evidence, Shares } from "../../query/attribution.js";
import type { ModelAnswer } from "../../query/model-answer.js";
import type { Case, Question } from "../../query/question.js";
import { percent } from "../format.js";
import type { ShareStyle } from "../lines.js";
import { tiedSentence } from "../sentence.js";
import { eventText, type Told } from "../words.js";
import { aloneText, numbersLike, probability } from "./numbers.js";
import { stepTable } from "./steps.js";
import { holdsText } from "./terms.js";
import { whoText } from "./who.js";

/** The shares of a model's answer as the shares of a table's are told: the same record, the same words, the same bars. */
export interface SharesTold {
  readonly told: Told;
  readonly evidence: Evidence;
  readonly style: ShareStyle;
  readonly sentence: string;
}

/** Undefined when the answer has no shares. */
export function sharesTold(answer: ModelAnswer, question: Question | undefined): SharesTold | undefined {
  const { shares, total = 1, recurrence } = answer;
  if (shares === undefined || recurrence === undefined || question?.kind !== "case") return undefined;
  const { outcome, treatment } = question;
  // Only a number that is not 1 tells that amounts are split and not a probability.
  const kind = total === 1 ? "binary" : "numeric";
  const label = String(outcome.value);
  const evidence: Evidence = {
    given: { [outcome.variable]: `= ${label}` },
    treated: true,
    success: true,
    rows: stepTable(answer, 1)?.evidence ?? Number.NaN,
    total,
    shares: "base" in shares ? { anyway: shares.base, policy: shares.individual, chance: shares.chance } : shares,
    recurrence,
  };
  const told: Told = {
    treatment: {
      name: treatment?.variable ?? "",
      treated: String(treatment?.value ?? ""),
      control: controlOf(treatment),
    },
    outcome:
      kind === "binary"
        ? { kind, name: outcome.variable, success: label, failure: label }
        : { kind, name: outcome.variable },
    evidence: [evidence],
    // Rows are mass, as in a table that is an exact law.
    provenance: { weights: "law" },
  };
  const all = [...Object.values(evidence.shares), recurrence].map((part: Answer) => part.value ?? 0);
  const scale = kind === "binary" ? probability : numbersLike(all);
  const event = treatment === undefined ? holdsText(outcome.variable, outcome.value) : eventText(told, evidence);
  const share = kind === "binary" && evidence.rows <= 1 ? `: ${probability.text(evidence.rows)} of all` : "";
  const style: ShareStyle = {
    scale,
    title: `${event}${share}`,
    ...("base" in shares
      ? { labels: { anyway: "what everybody gets", policy: "the individual’s own", chance: "chance" } }
      : {}),
  };
  return { told, evidence, style, sentence: sentenceOf(told, evidence, question) };
}

/** The arm that is compared with: named, or the other one of 0 and 1. */
function controlOf(treatment: Case["treatment"]): string {
  if (treatment === undefined) return "";
  if (treatment.versus !== undefined) return String(treatment.versus);
  if (treatment.value === 0 || treatment.value === 1) return String(1 - treatment.value);
  return "another value";
}

function sentenceOf(told: Told, evidence: Evidence, { given, treatment, outcome }: Case): string {
  const y = holdsText(outcome.variable, outcome.value);
  const arm = treatment === undefined ? [] : [holdsText(treatment.variable, treatment.value)];
  const who = whoText(given, [...arm, y])?.text ?? `Of those with ${[...arm, y].join(" and ")}`;
  const binary = told.outcome.kind === "binary";
  if (treatment !== undefined) return tiedSentence(told, evidence, binary ? who : who.replace(/^Of those/, "Those"));
  return aloneSentence(who, evidence, evidence.shares, binary);
}

/** With no treatment named: the base rate, what sets the individual apart from it, luck (THEORY 2.7). */
function aloneSentence(who: string, { total }: Evidence, { anyway, policy, chance }: Shares, binary: boolean): string {
  const amounts = numbersLike([anyway, policy, chance].map((part) => part.value ?? 0));
  const text = (part: Answer): string => {
    if (part.value === null) return "an unknown part";
    return (binary ? percent : amounts).text(part.value);
  };
  const lead = who.replace(/^Of those/, "For those") + (binary ? "," : `, the ${aloneText(total)} is made of`);
  return binary
    ? `${lead} ${text(anyway)} is what everybody gets, ${text(policy)} is the individual’s own, and ${text(chance)} was chance.`
    : `${lead} ${text(anyway)} that everybody gets, ${text(policy)} of the individual’s own, and ${text(chance)} of chance.`;
}
