import type { LadderAnswer, LadderPair, LadderRow, LadderRung } from "../../query/ladder.js";
import { countText } from "../format.js";

/** What the layers are called. */
export const LAYERS = { 1: "seeing", 2: "doing", 3: "imagining" } as const;

/** "Seeing does not tell doing". */
export function rungTitle({ rung }: LadderRung): string {
  return rung === 1 ? "Seeing does not tell doing" : "Seeing and doing do not tell imagining";
}

/** The answer in one sentence. */
export function headline({ rungs }: LadderAnswer): string {
  const [first] = rungs;
  if (rungs.length === 1)
    return first.rung === 1
      ? "No. Two models may agree on everything that is seen, and not on what follows when something is done."
      : "No. Two models may agree on everything that is seen or done, and not on what would have been.";
  return "No, and no. Two models may agree on everything that is seen and not on what follows when something is done; or agree on that too, and not on what would have been.";
}

const KINDS = {
  mixed: "the same table, another share of effect and confounding",
  pure: "the same table, all effect or all confounding",
  split: "the same trial, one type of individual or two",
  joined: "the same trial, the same fares joined otherwise",
} as const;

/** "the same table, all effect or all confounding"; with its number where there are several. */
export function pairTitle({ kind }: LadderPair, index: number, count: number): string {
  const text = KINDS[kind];
  return count === 1
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : `Pair ${countText(index + 1)} of ${countText(count)}: ${text}`;
}

/** "doing: here they part". */
export function layerVerdict(layer: 1 | 2 | 3, rung: 1 | 2): string {
  if (layer <= rung) return "they agree";
  return layer === rung + 1 ? "here they part" : "they differ too";
}

/** Questions shown without being asked for more: those short enough to stand beside two numbers. */
export function shortRows({ rows }: LadderPair): readonly LadderRow[] {
  return rows.filter(({ query }) => !query.includes("- P") && !query.includes("["));
}

/** The abbreviations of layer 3 in words. */
export function meaningOf(query: string): string | undefined {
  if (query.startsWith("PNS(")) return "would be with it, and not without";
  if (query.startsWith("PN(")) return "of successes with it: not without";
  if (query.startsWith("PC(")) return "of successes with it: again";
  // Two arms: layers 1 and 2 settle it.
  if (/^P\(\w+\[/u.test(query)) return "of those with it: without";
  return undefined;
}

/** What was asked below, and how equal the answers are. */
export function checkedText({ checked }: LadderPair, { rung }: LadderRung): string {
  const layers = rung === 1 ? "layer 1" : "layers 1 and 2";
  const all = `${countText(checked.questions)} questions of ${layers}, asked of both`;
  const off = checked.largest === 0 ? "no difference" : `largest difference ${tiny(checked.largest)} (rounding)`;
  return `${all}: ${off}; equal as fractions`;
}

/** How random pairs part. */
export function surveyText({ survey, rung }: LadderRung): string {
  const { pairs, agree, query, smallest, median } = survey;
  const layers = rung === 1 ? "layer 1" : "layers 1 and 2";
  const who = agree === 0 ? "none agrees" : `${countText(agree)} ${agree === 1 ? "agrees" : "agree"}`;
  return `of ${countText(pairs)} random pairs that agree on ${layers}, ${who} on ${query.replaceAll(" ", "\u00a0")}; the closest differ by ${tiny(smallest)}, half of them by more than ${tiny(median)}`;
}

/** The first model with its noise kept, in a sentence. */
export function dialText({ dial }: LadderPair): string | undefined {
  if (dial === undefined) return undefined;
  const each = dial.map(
    ({ query, values: [fresh, kept] }) => `${query} ${decimals(kept)} instead of ${decimals(fresh)}`,
  );
  return `How much noise an imagined world keeps is one more thing that neither a table nor a trial shows. With all of it kept (coupling 1, Pearl's counterfactual), the first model has ${each.join(", ")}, and the same layers 1 and 2.`;
}

/** "5.4e-6", "0.024". */
function tiny(value: number): string {
  return value < 0.001 ? value.toExponential(1) : value.toPrecision(2);
}

function decimals(value: number): string {
  return Math.abs(value) < 1e-12 ? "0" : Math.abs(1 - value) < 1e-12 ? "1" : value.toFixed(4);
}
