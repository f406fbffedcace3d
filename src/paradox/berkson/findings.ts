import type { BerksonFinding, BerksonKind, RatioEstimate } from "../../query/berkson.js";
import { numberText, pText, quoted } from "./say.js";

/** The method of a ratio that could not be tested. */
const NO_TEST = "none";

/** What rounding leaves of a ratio that is 1. */
const NOTHING = 1e-9;

/** Which way a ratio differs from 1 beyond chance (at `level`), or by more than rounding where there is no chance; 0 where it does not. */
export function directionOf(ratio: RatioEstimate, level: number): -1 | 0 | 1 {
  const log = logOf(ratio);
  if (log === undefined || Math.abs(log) < NOTHING) return 0;
  // Without a p-value there is no chance in it: an exact law, or chances that were given.
  if (ratio.p === null ? ratio.method !== NO_TEST : ratio.p < level) return log < 0 ? -1 : 1;
  return 0;
}

function logOf({ value, state }: RatioEstimate): number | undefined {
  if (state === "undefined") return undefined;
  return state === "infinite" ? Infinity : Math.log(value!);
}

/** The pair, what selected, and where the population's odds ratio is from: "in the whole table". */
export interface Names {
  readonly pair: readonly [string, string];
  readonly by: string;
  readonly where: string;
}

/**
 * What selection does to the association. There is a finding only where it changes the odds ratio beyond chance; its kind says how, by the
 * tests of the other two odds ratios. Every kind thus needs the test of the change (and as many of the others as it claims), so that where
 * selection changes nothing any finding comes at most as often as the level says, without a correction (an intersection-union test).
 */
export function findingOf(
  ratios: { readonly population: RatioEstimate; readonly selected: RatioEstimate; readonly ratio: RatioEstimate },
  names: Names,
  level: number,
): BerksonFinding | undefined {
  const change = directionOf(ratios.ratio, level);
  if (change === 0) return undefined;
  const [outside, inside] = [directionOf(ratios.population, level), directionOf(ratios.selected, level)];
  const kind = kindOf(outside, inside, sizeOf(ratios.population), sizeOf(ratios.selected));
  const bias = change < 0 ? "negative" : "positive";
  return { paradox: "berkson", by: names.by, kind, bias, text: textOf(kind, bias, ratios, names), ...ratios };
}

function sizeOf(ratio: RatioEstimate): number {
  return Math.abs(logOf(ratio) ?? 0);
}

function kindOf(outside: number, inside: number, sizeOutside: number, sizeInside: number): BerksonKind {
  if (outside === 0 && inside === 0) return "shift";
  if (outside === 0) return "made";
  if (inside === 0) return "hidden";
  if (outside !== inside) return "reversal";
  return sizeInside > sizeOutside ? "amplification" : "weakening";
}

function textOf(
  kind: BerksonKind,
  bias: "negative" | "positive",
  {
    population,
    selected,
    ratio,
  }: { readonly population: RatioEstimate; readonly selected: RatioEstimate; readonly ratio: RatioEstimate },
  { pair, by, where }: Names,
): string {
  const [a, b] = pair.map(quoted);
  const whole = `odds ratio ${ratioText(population)}`;
  const among = `odds ratio ${ratioText(selected)}`;
  const lead: Readonly<Record<BerksonKind, string>> = {
    made: `Selection makes an association: ${a} and ${b} show none ${where} (${whole}), and are associated among the selected (${among}).`,
    reversal: `Selection turns the association of ${a} and ${b} around: ${whole} ${where}, ${among} among the selected.`,
    amplification: `Selection makes the association of ${a} and ${b} stronger: ${whole} ${where}, ${among} among the selected.`,
    weakening: `Selection makes the association of ${a} and ${b} weaker: ${whole} ${where}, ${among} among the selected.`,
    hidden: `Selection hides an association: ${a} and ${b} are associated ${where} (${whole}), and among the selected it does not show (${among}).`,
    shift: `Selection moves the odds ratio of ${a} and ${b} from ${ratioText(population)} to ${ratioText(selected)}; neither can be told from 1.`,
  };
  const push = bias === "negative" ? "down" : "up";
  return `${lead[kind]} Selection by ${quoted(by)} pushes it ${push}, by the factor ${ratioText(ratio)}.`;
}

/** "1.89 (1.75 to 2.05, p < 1e-16)", "0", "infinite (3.1 or more, p = 0.002)". */
function ratioText({ value, state, interval, p }: RatioEstimate): string {
  if (state === "undefined") return "undefined";
  const number = state === "infinite" ? "infinite" : numberText(value!);
  const range = interval === undefined ? [] : [rangeText(interval)];
  const test = p === null ? [] : [`p ${pText(p)}`];
  const inside = [...range, ...test].join(", ");
  return inside === "" ? number : `${number} (${inside})`;
}

function rangeText([low, high]: readonly [number, number | null]): string {
  return high === null ? `${numberText(low)} or more` : `${numberText(low)} to ${numberText(high)}`;
}
