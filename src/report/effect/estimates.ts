import type { Answer, Range } from "../../query/answer.js";
import type { EffectAnswer, Method } from "../../query/effect.js";
import { rangeText, type Scale } from "../format.js";
import { reasonText } from "../lines.js";
import { methodLabel } from "./methods.js";
import { boundsText, effectScale } from "./scale.js";

type Estimates = EffectAnswer["estimates"];

/** One estimator that applies, ready for a table and for a drawing. */
export interface EstimateRow {
  readonly method: Method;
  readonly label: string;
  /** Its number as text, or "bounded". */
  readonly value: string;
  readonly interval: string;
  /** What stays unknown however much data comes, in brackets; empty where there is none. */
  readonly bounds: string;
  readonly number: number | null;
  readonly range?: Range;
  readonly recommended: boolean;
}

/** Every estimator that has something to say: the recommended first, the others as they came. */
export function estimateRows(answer: EffectAnswer, estimates: Estimates = answer.estimates): readonly EstimateRow[] {
  const scale = effectScale(answer);
  return entries(estimates)
    .filter(([, { value, bounds }]) => value !== null || bounds !== undefined)
    .map(([method, one]) => rowOf(method, one, method === answer.recommended, scale))
    .sort((a, b) => Number(b.recommended) - Number(a.recommended));
}

function rowOf(method: Method, { value, interval, bounds }: Answer, recommended: boolean, scale: Scale): EstimateRow {
  return {
    method,
    label: methodLabel(method),
    value: value === null ? "bounded" : scale.text(value),
    interval: interval === undefined ? "" : rangeText(interval, scale),
    bounds: bounds === undefined ? "" : boundsText(bounds, scale),
    number: value,
    recommended,
    ...(interval === undefined ? {} : { range: interval }),
  };
}

/** Estimators by key, with their answers. */
export function entries(estimates: Estimates): readonly (readonly [Method, Answer])[] {
  return Object.entries(estimates) as [Method, Answer][];
}

/** "two-stage least squares, Wald ratio: no instrument was named": estimators without an answer, by their reason. */
export function notApplied({ estimates }: EffectAnswer): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const [method, one] of entries(estimates)) {
    if (one.value !== null || one.bounds !== undefined) continue;
    const reason = reasonText(one).replace(/\.$/, "");
    reasons.set(reason, [...(reasons.get(reason) ?? []), methodLabel(method)]);
  }
  return [...reasons].map(([reason, labels]) => `${labels.join(", ")}: ${reason}`);
}

/** What single estimators warn of and the answer as a whole does not. */
export function ownWarnings({ estimates, warnings }: EffectAnswer): readonly string[] {
  const told = new Set(warnings.map(({ text }) => text));
  const who = new Map<string, string[]>();
  for (const [method, one] of entries(estimates)) {
    for (const { text } of one.warnings)
      if (!told.has(text)) who.set(text, [...(who.get(text) ?? []), methodLabel(method)]);
  }
  return [...who].map(([text, labels]) => `${labels.join(", ")}: ${text}`);
}
