import type { Range } from "../../query/answer.js";
import type { Contrast, EffectAnswer } from "../../query/effect.js";
import { amounts, fixed, points, rangeText, type Scale } from "../format.js";

/** What no effect is: 0 for a difference, 1 for ratios. */
export function nothingOf(contrast: Contrast): number {
  return contrast === "difference" ? 0 : 1;
}

/**
 * How effects are written: differences of probabilities in points, other differences in the outcome's units with a sign, ratios plain. The
 * recommended estimate decides the digits, so that one estimator's extreme number does not take them from all others.
 */
export function effectScale({ contrast, outcome, estimates, recommended }: EffectAnswer): Scale {
  if (contrast === "difference" && outcome.kind === "binary") return withEnds(points);
  const sizes = Object.values(estimates).map(({ value }) => Math.abs(value ?? 0));
  const { value, interval } = estimates[recommended] ?? {};
  const own = Math.max(Math.abs(value ?? 0), interval === undefined ? 0 : (interval[1] - interval[0]) / 2);
  const largest = own > 0 && Number.isFinite(own) ? own : Math.max(0, ...sizes.filter(Number.isFinite));
  return withEnds(amounts(largest, contrast === "difference"));
}

/** An interval may be open at an end (a weak instrument's), which no digits tell. */
function withEnds({ text, bare }: Scale): Scale {
  const either = (write: (value: number) => string) => (value: number) =>
    Number.isFinite(value) ? write(value) : value < 0 ? "\u2212∞" : "∞";
  return { text: either(text), bare: either(bare) };
}

/** "[−8 to 12]": brackets tell bounds from intervals. */
export function boundsText(bounds: Range, scale: Scale): string {
  return `[${rangeText(bounds, scale)}]`;
}

/** Does the interval leave it open whether there is an effect at all? */
export function includesNothing(interval: Range | undefined, contrast: Contrast): boolean {
  const nothing = nothingOf(contrast);
  return interval !== undefined && interval[0] <= nothing && interval[1] >= nothing;
}

/** A propensity: percent, and where those would be 0 its size. */
export function propensityText(value: number, percent: Scale): string {
  return value > 0 && value < 0.0005 ? value.toExponential(1).replace("e-", "e\u2212") : percent.text(value);
}

/** A number of any kind in a list of such, to four digits; words as they are. */
export function valueText(value: number | string | boolean): string {
  if (typeof value !== "number") return String(value);
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value < 0 ? "\u2212∞" : "∞";
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9))
    return value.toExponential(2).replaceAll("-", "\u2212");
  return fixed(value, Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1)))))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
