import type { FusionAnswer, FusionFactorStep, FusionStep, LikelyText } from "../../query/fusion.js";
import { cleanDeep, cleanText } from "../clean.js";
import { countText, fixed, percent } from "../format.js";
import { shorten } from "../words.js";

/** A line break inside a token. */
export const BREAK = "⏎";

/** The record for people: what cannot be printed is marked, and line breaks inside tokens are seen. Texts of whole answers lose their lines. */
export function printable(answer: FusionAnswer): FusionAnswer {
  const seen = (text: string) => text.replace(/\r?\n/g, BREAK);
  const likely = (list: readonly LikelyText[]) => list.map((one) => ({ ...one, text: seen(one.text) }));
  const steps = answer.steps.map((step) => ({
    ...step,
    text: seen(step.text),
    fused: likely(step.fused),
    factors: step.factors.map((factor) => ({ ...factor, wanted: likely(factor.wanted) })),
  }));
  return cleanDeep({ ...answer, steps }, 0);
}

/** The lines of an answer, each printable. */
export function answerLines(text: string): string[] {
  return text.split(/\r?\n/).map(cleanText);
}

/** A token as it is named: in quotation marks, because spaces count; cut to so many letters. */
export function tokenName({ text, ends }: Pick<LikelyText, "text" | "ends">, most = 60): string {
  if (ends) return "(end)";
  return text === "" ? "(part of a character)" : `“${shorten(text, most)}”`;
}

export function stepName({ text, ends }: FusionStep, most = 60): string {
  return tokenName({ text, ...(ends ? { ends } : {}) }, most);
}

/** What a factor wanted most; undefined where that is the token that was chosen, or where nothing was asked. */
export function otherWish(step: FusionStep, { wanted, p }: FusionFactorStep): LikelyText | undefined {
  const [first] = wanted;
  if (first === undefined) return undefined;
  const same = p !== null && Math.abs(first.p - p) <= 1e-12 * first.p;
  return same && (step.ends ? first.ends === true : true) ? undefined : first;
}

/** "0.12", in nats. */
export function nats(value: number | null): string {
  return value === null ? "∞" : fixed(value, 2);
}

export function chance(p: number | null): string {
  return p === null ? "not told" : percent.text(p);
}

/** "token by token" and so on. */
function levelWords({ level, candidates }: FusionAnswer): string {
  if (level === "token") return "token by token, which drops a normaliser at each token";
  const count = candidates?.list.length ?? 0;
  const from = candidates?.from ?? "given";
  const source =
    from === "given" ? "given" : from === "fusion" ? "drawn from the fusion token by token" : `drawn from ${from}`;
  return `whole texts: one of ${countText(count)} candidates (${source})`;
}

/** What is measured of the answer, by name. */
export function measuredFacts(answer: FusionAnswer): (readonly [string, string])[] {
  const { totals, reference, candidates, budget } = answer;
  const facts: (readonly [string, string])[] = [];
  if (answer.level === "token") {
    const each = totals.divergence === null ? "" : `, ${nats(totals.divergence / Math.max(1, totals.tokens))} a token`;
    const from = reference === null ? "" : ` from ${reference}`;
    facts.push(["Divergence", `${nats(totals.divergence)} nats${from} over ${countText(totals.tokens)} tokens${each}`]);
    if (totals.logZ !== null) facts.push(["Dropped", `normalisers of e^${nats(totals.logZ)} in all`]);
  }
  if (candidates !== undefined) {
    const size = candidates.list.length;
    facts.push(["Candidates", `${countText(size)}, worth ${fixed(candidates.effective, 1)} (effective sample size)`]);
    if (candidates.gap !== undefined) {
      facts.push(["Level gap", `token by token would be off by about ${fixed(candidates.gap, 2)} in total variation`]);
    }
  }
  if (budget !== undefined) {
    facts.push(["Budget", `power ${fixed(budget.power, 3)}, ${nats(budget.spent)} nats spent`]);
  }
  const budgets = answer.steps.flatMap((step) => (step.budget ? [step.budget] : []));
  const powers = budgets.flatMap(({ power, unbounded }) => (unbounded ? [] : [power]));
  if (budgets.length > 0) {
    const range =
      powers.length === 0 ? "" : `powers from ${fixed(Math.min(...powers), 2)} to ${fixed(Math.max(...powers), 2)}`;
    const open = budgets.length - powers.length;
    const rest = open === 0 ? "" : `at ${countText(open)} of ${countText(budgets.length)} tokens no power reached it`;
    facts.push(["Budget", [range, rest].filter((text) => text !== "").join("; ")]);
  }
  return facts;
}

/** What was asked, and of whom. */
export function askedFacts(answer: FusionAnswer): (readonly [string, string])[] {
  return [
    ["Expression", answer.expression],
    ["Level", levelWords(answer)],
    ["Model", answer.model],
    ...answer.factors.map(({ name, told, adapter }): readonly [string, string] => {
      const laid = adapter ? `, adapter ${adapter.name} at ${adapter.scale}` : "";
      return [name, `${told === null ? "not told here" : told === "" ? "told nothing" : `“${told}”`}${laid}`];
    }),
  ];
}

/** One text among the candidates, however often it was drawn. */
export interface RankedText {
  readonly text: string;
  readonly weight: number;
  readonly times: number;
  readonly chosen: boolean;
  readonly ended: boolean;
}

/** The texts of the candidates, those with the most weight first; with the one that was chosen, wherever it stands. And how many are left out. */
export function rankedTexts({ candidates }: FusionAnswer, most: number): { shown: RankedText[]; left: number } {
  const texts = new Map<string, RankedText>();
  for (const [k, { text, weight, ended }] of (candidates?.list ?? []).entries()) {
    const key = `${ended} ${text}`;
    const before = texts.get(key) ?? { text, weight: 0, times: 0, chosen: false, ended };
    const chosen = before.chosen || k === candidates?.chosen;
    texts.set(key, { ...before, weight: before.weight + weight, times: before.times + 1, chosen });
  }
  const all = [...texts.values()].sort((a, b) => b.weight - a.weight);
  const shown = all.filter(({ chosen }, rank) => rank < most || chosen);
  return { shown, left: all.length - shown.length };
}

/** Steps of divergence that a reader can tell apart; the last has no end. */
export const HEAT = [0.05, 0.2, 0.5, 1] as const;

/** 0 for a token that the reference would hardly have chosen otherwise, to 4. */
export function heatOf(divergence: number | null): number {
  if (divergence === null) return HEAT.length;
  const at = HEAT.findIndex((end) => divergence < end);
  return at < 0 ? HEAT.length : at;
}
