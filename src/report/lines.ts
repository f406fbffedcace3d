import type { Answer, Range } from "../query/answer.js";
import type { Evidence } from "../query/attribution.js";
import { amounts, percent, rangeText, type Scale } from "./format.js";
import { shortArm, type Told } from "./words.js";

export type LineKey = "anyway" | "policy" | "chance" | "again";

/** One line about one evidence, ready to be set in a terminal or a page. */
export interface Line {
  readonly key: LineKey;
  readonly label: string;
  /** "62 %", "≤ 24 %", or "not known". */
  readonly value: string;
  /** Sampling uncertainty; empty when there is none. */
  readonly interval: string;
  /** What stays unknown however much data comes, in brackets; empty when there is none or when `value` says it. */
  readonly bounds: string;
  /** Why there is no value. */
  readonly reason?: string;
}

/** How shares are worded where the usual words do not do: other labels, other digits, another heading. */
export interface ShareStyle {
  readonly labels?: Partial<Readonly<Record<LineKey, string>>>;
  readonly scale?: Scale;
  readonly title?: string;
}

/** "up to" and "at least" are told by the bounds: the value is one of their ends, and they are not a single point. */
export function limitOf(answer: Answer): "at most" | "at least" | undefined {
  const { bounds } = answer;
  if (bounds === undefined || bounds[0] === bounds[1]) return undefined;
  if (answer.value === null) return bounds[1] === 1 && bounds[0] > 0 ? "at least" : undefined;
  return answer.value === bounds[1] && bounds[0] <= 0 ? "at most" : undefined;
}

/** The number a line is about: the value, or the end of the bounds that is known. */
export function numberOf(answer: Answer): number | null {
  const { bounds } = answer;
  // Bounds that meet are a number.
  if (answer.value === null && bounds && bounds[0] === bounds[1]) return bounds[0];
  return answer.value ?? (limitOf(answer) === "at least" ? answer.bounds![0] : null);
}

/** The three shares of an evidence, which add up to its total, and whether it would happen again. */
export function shareLines(
  answer: Told,
  evidence: Evidence,
  labelLength = 40,
  { labels = {}, scale = shareScale(answer) }: ShareStyle = {},
): readonly Line[] {
  const { anyway, policy, chance } = evidence.shares;
  return [
    line("anyway", anyway, scale, labels.anyway ?? anywayLabel(answer, evidence, labelLength)),
    line("policy", policy, scale, labels.policy ?? policyLabel(answer, evidence, labelLength)),
    line("chance", chance, scale, labels.chance ?? "chance"),
    line("again", evidence.recurrence, scale, labels.again ?? againLabel(answer)),
  ];
}

/** Percent for a two-valued outcome, the outcome's own units for a numeric one. */
export function shareScale(answer: Told): Scale {
  if (answer.outcome.kind === "binary") return percent;
  return amounts(Math.max(...answer.evidence.map((evidence) => Math.abs(evidence.total)), 0));
}

/** Of a two-valued outcome recurrence is a probability, of a numeric one the average on a new occasion. */
function againLabel({ outcome }: Told): string {
  return outcome.kind === "binary" ? "would happen again" : "would average next time";
}

function anywayLabel(answer: Told, evidence: Evidence, length: number): string {
  return `anyway, with ${shortArm(answer, !evidence.treated, length - 13)}`;
}

function policyLabel(answer: Told, evidence: Evidence, length: number): string {
  const harmful = (evidence.shares.policy.value ?? 0) < 0;
  const arm = shortArm(answer, evidence.treated, length - 14);
  if (answer.outcome.kind === "numeric") return harmful ? `taken away by ${arm}` : `added by ${arm}`;
  return harmful ? `despite ${arm}` : `because of ${arm}`;
}

function line(key: LineKey, answer: Answer, scale: Scale, label: string): Line {
  const limit = limitOf(answer);
  const number = numberOf(answer);
  const sign = limit === "at most" ? "≤\u00a0" : limit === "at least" ? "≥\u00a0" : "";
  const base = {
    key,
    label,
    value: number === null ? "not known" : sign + scale.text(number),
    interval: intervalText(answer.interval, limit, scale),
    bounds: limit === undefined && answer.bounds !== undefined ? `[${rangeText(answer.bounds, scale)}]` : "",
  };
  if (number !== null) return base;
  return { ...base, reason: reasonText(answer) };
}

/** Why there is no value; bounds alone are a reason too. */
export function reasonText(answer: Answer): string {
  if (answer.reason !== undefined) return answer.reason;
  return answer.bounds === undefined ? "no reason was given" : "the data only bound it";
}

/** Of the interval of a limit only the outer end matters: a chance of at most 24 % could be "up to 27". */
function intervalText(interval: Range | undefined, limit: ReturnType<typeof limitOf>, scale: Scale): string {
  if (interval === undefined) return "";
  if (limit === "at most") return `up\u00a0to\u00a0${scale.bare(interval[1])}`;
  if (limit === "at least") return `from\u00a0${scale.bare(interval[0])}`;
  return rangeText(interval, scale);
}

/** "95 % interval", from the first answer that has one; empty when none has (an exact law). */
export function levelText(answers: readonly Answer[]): string {
  const level = answers.find((answer) => answer.interval !== undefined)?.level;
  if (level !== undefined) return `${percent.text(level)} interval`;
  return answers.some((answer) => answer.interval !== undefined) ? "interval" : "";
}
