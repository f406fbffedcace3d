import { DiscoError } from "../../error.js";
import type { Range } from "../../query/answer.js";
import type { Method, Sensitivity } from "../../query/effect.js";
import { fold } from "./say.js";

/** An effect on a scale from which a risk ratio can be had; `interval` is that of `value`. */
export type RiskMeasure =
  | { readonly kind: "ratio"; readonly value: number; readonly interval?: Range }
  /** `common`: more than 15 % have the outcome, so that the odds ratio overstates the risk ratio; its root is taken. */
  | { readonly kind: "odds-ratio"; readonly value: number; readonly interval?: Range; readonly common: boolean }
  /** A difference of means in standard deviations of the outcome. */
  | { readonly kind: "standardised-difference"; readonly value: number; readonly interval?: Range }
  /** A difference of two risks, with the risks: the reference's first. */
  | { readonly kind: "risk-difference"; readonly means: Range; readonly interval?: Range };

/** A risk ratio, perhaps with its interval. */
export interface RiskRatio {
  readonly value: number;
  readonly interval?: Range;
}

/** How strong an unmeasured cause must be to explain a risk ratio away, and to make its interval include 1. */
export interface EValue {
  readonly point: number;
  readonly limit?: number;
}

/**
 * E-value of a risk ratio and of the end of its interval nearest to 1: RR + sqrt(RR (RR - 1)), ratios below 1 inverted first; 1 where the
 * interval includes 1. Source: T. VanderWeele & P. Ding, Annals of Internal Medicine 167, 2017.
 * @throws DiscoError when a ratio is not positive
 */
export function eValueOf(ratio: number, interval?: Range): EValue {
  for (const one of [ratio, ...(interval ?? [])]) {
    if (one > 0) continue;
    throw new DiscoError({
      who: "E-value",
      wrong: "a risk ratio must be positive",
      given: String(one),
      next: "give a ratio of two risks above 0, with both ends of its interval above 0",
    });
  }
  const point = strength(ratio);
  if (interval === undefined) return { point };
  const [low, high] = interval;
  const covers = low <= 1 && high >= 1;
  return { point, limit: covers ? 1 : strength(low > 1 ? low : high) };
}

function strength(ratio: number): number {
  const rr = Math.max(ratio, 1 / ratio);
  return rr + Math.sqrt(rr * (rr - 1));
}

/**
 * The risk ratio that a measure stands for, or undefined where it stands for none (a risk of 0).
 * Odds ratios of common outcomes by their root (VanderWeele 2017), standardised differences d as exp(.91 d) (Chinn 2000), risk differences
 * as the ratio of the two risks; the ends of their interval with the reference's risk held where it is, so that the interval of the ratio includes 1
 * exactly where that of the difference includes 0.
 */
export function riskRatioOf(measure: RiskMeasure): RiskRatio | undefined {
  const through = (f: (x: number) => number, value: number): RiskRatio | undefined => {
    const ratio = f(value);
    if (!(ratio > 0 && Number.isFinite(ratio))) return undefined;
    const interval = measure.interval && ([inside(f(measure.interval[0])), inside(f(measure.interval[1]))] as const);
    return interval?.every((end) => end > 0) ? { value: ratio, interval } : { value: ratio };
  };
  switch (measure.kind) {
    case "ratio":
      return through((x) => x, measure.value);
    case "odds-ratio":
      return through(measure.common ? (x) => Math.sqrt(Math.max(0, x)) : (x) => x, measure.value);
    case "standardised-difference":
      return through((d) => Math.exp(0.91 * d), measure.value);
    case "risk-difference": {
      const [reference, arm] = measure.means;
      if (!(reference > 0 && arm > 0)) return undefined;
      return through((difference) => (reference + difference) / reference, arm - reference);
    }
  }
}

/** An end of an interval that leaves no risk, or all too much, is as far from 1 as can be; NaN stays. */
function inside(end: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(Number.MIN_VALUE, end));
}

/**
 * The E-value as a check of an estimate, or undefined where no risk ratio can be had. `rows` holds pairs of strengths, with the treatment
 * and with the outcome, that just suffice together: (a - RR)(b - RR) = RR (RR - 1).
 */
export function eValue(measure: RiskMeasure, about: { readonly method: Method }): Sensitivity | undefined {
  const ratio = riskRatioOf(measure);
  if (ratio === undefined) return undefined;
  const { point, limit } = eValueOf(ratio.value, ratio.interval);
  const approximate = measure.kind === "standardised-difference" || (measure.kind === "odds-ratio" && measure.common);
  return {
    id: "e-value",
    name: "E-value",
    method: about.method,
    finding: finding(ratio.value, point, limit),
    can: "It can show how strongly something unmeasured would have to go with both the treatment and the outcome, as risk ratios, to make all of the effect.",
    cannot: `It cannot show whether anything so strong exists, and it knows nothing of wrong measurement or of how rows were selected${approximate ? "; the risk ratio it starts from is an approximation" : ""}.`,
    values: {
      point,
      ...(limit === undefined ? {} : { limit }),
      ratio: ratio.value,
      ...(ratio.interval ? { ratioLow: ratio.interval[0], ratioHigh: ratio.interval[1] } : {}),
      from: measure.kind,
      approximate,
    },
    rows: enough(Math.max(ratio.value, 1 / ratio.value)),
  };
}

function finding(ratio: number, point: number, limit: number | undefined): string {
  if (point === 1) return "There is no effect that an unmeasured cause would have to explain away.";
  const both =
    ratio > 1
      ? `raise both the chance of treatment and of the outcome ${fold(point)}`
      : `raise the chance of treatment and lower that of the outcome ${fold(point)} (or the other way round)`;
  const away = `An unmeasured cause would have to ${both}, each beyond what the covariates explain, to explain the effect away`;
  if (limit === undefined) return `${away}.`;
  if (limit === 1) return `${away}; its interval includes no effect already.`;
  return `${away}; ${fold(limit)} to make its interval include none.`;
}

/** Pairs of strengths on the curve where the bounding factor ab / (a + b - 1) is the risk ratio (Ding & VanderWeele 2016). */
function enough(rr: number): readonly Readonly<Record<string, number>>[] {
  const root = Math.sqrt(rr * (rr - 1));
  if (root === 0) return [];
  return Array.from({ length: 17 }, (_, i) => {
    const times = 2 ** ((i - 8) / 2);
    return { withTreatment: rr + root * times, withOutcome: rr + root / times };
  });
}
