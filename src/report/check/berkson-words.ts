import type { BerksonCheck, BerksonCorrection, PairGroup, RatioEstimate, RatioRange } from "../../query/berkson.js";
import { dataText } from "../data-text.js";
import { countText, percent } from "../format.js";
import { shorten } from "../words.js";

const NAME = 32;

/** "1.89", "0.060", "213": two decimals where they matter. */
export function ratioNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1);
  if (size >= 100) return countText(Math.round(value));
  if (size >= 10) return value.toFixed(1);
  return size >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}

/** The value of a ratio, in a word where it has none. */
export function ratioValue({ value, state }: RatioEstimate): string {
  if (state === "undefined") return "none";
  return state === "infinite" ? "infinite" : ratioNumber(value!);
}

/** "1.74 to 2.06", "3.1 or more", "0 or more" for anything; nothing where there is no interval. */
export function rangeText(range: RatioRange | undefined): string {
  if (range === undefined) return "";
  const [low, high] = range;
  return high === null ? `${ratioNumber(low)} or more` : `${ratioNumber(low)} to ${ratioNumber(high)}`;
}

/** "1.89 (1.74 to 2.06)". */
export function ratioWithRange(ratio: RatioEstimate): string {
  const range = rangeText(ratio.interval);
  return range === "" ? ratioValue(ratio) : `${ratioValue(ratio)} (${range})`;
}

/** The names of the pair, cut where they are long. */
export function pairNames({ pair }: BerksonCheck): readonly [string, string] {
  return [shorten(pair[0].name, NAME), shorten(pair[1].name, NAME)];
}

/** The groups' names, as rows of a table have them. */
export const GROUPS = { population: "whole table", selected: "selected", others: "others" } as const;

/** Where the selected stand, first of all. */
function groupOf(check: BerksonCheck, who: PairGroup["who"]): PairGroup | undefined {
  return check.groups.find((group) => group.who === who);
}

/** What a correction is called. */
export const CORRECTIONS: Readonly<Record<BerksonCorrection["from"], string>> = {
  chances: "corrected, given chances",
  probabilities: "corrected, probabilities",
  covariates: "corrected, covariates",
};

/** The answer in one sentence: does selection make, hide or turn the association? */
export function headline(check: BerksonCheck): string {
  const [a, b] = pairNames(check);
  const inside = ratioValue(groupOf(check, "selected")!.oddsRatio);
  const whole = groupOf(check, "population");
  const [best] = check.corrections;
  const [finding] = check.findings;
  if (finding !== undefined) {
    const outside = ratioValue(finding.population);
    const where = whole === undefined ? "in the population, by the correction" : "in the whole table";
    const lead = {
      made: `Selection makes an association of ${a} and ${b}`,
      hidden: `Selection hides an association of ${a} and ${b}`,
      reversal: `Selection turns the association of ${a} and ${b} around`,
      amplification: `Selection makes the association of ${a} and ${b} stronger`,
      weakening: `Selection makes the association of ${a} and ${b} weaker`,
      shift: `Selection moves the odds ratio of ${a} and ${b}`,
    }[finding.kind];
    return `${lead}: odds ratio ${outside} ${where}, ${inside} among the selected.`;
  }
  if (whole !== undefined && check.chances?.ratio.state === "undefined") {
    return `What selection does to ${a} and ${b} cannot be told from this table: ${check.chances.ratio.reason}.`;
  }
  if (whole !== undefined) {
    return `No effect of selection on ${a} and ${b} is shown: odds ratio ${ratioValue(whole.oddsRatio)} in the whole table, ${inside} among the selected.`;
  }
  if (best !== undefined) {
    return `No effect of selection on ${a} and ${b} is shown: odds ratio ${inside} among the selected, ${ratioValue(best.oddsRatio)} corrected for selection.`;
  }
  const among = `Among the selected ${a} and ${b} have ${inside === "none" ? "no odds ratio" : `odds ratio ${inside}`}`;
  const { bounds } = check;
  if (bounds === null) return `${among}; by the graph it is the same in the population.`;
  if (bounds.chances === undefined) return `${among}; what it is in the population these rows cannot tell.`;
  return `${among}; in the population it lies between ${boundText(bounds.oddsRatio)}.`;
}

/** "0.01 and 3.4", "0 and infinity". */
export function boundText([low, high]: RatioRange): string {
  return `${ratioNumber(low)} and ${high === null ? "infinity" : ratioNumber(high)}`;
}

/** Counts of a group; shares of all where rows are probability. */
export function sizeText(check: BerksonCheck, group: PairGroup): string {
  const { neither, first, second, both } = group.counts;
  const size = neither + first + second + both;
  // The parts of a law sum to 1 but for rounding.
  return check.provenance["weights"] === "law" ? percent.text(Number(size.toFixed(12))) : countText(size);
}

/** A share that may have nobody to be of. */
export function shareText(share: number | null): string {
  if (share === null) return "–";
  // Chances are multiplied and divided: 7 % for 6.9 % would show in the product. What is not everybody must not read as 100 %.
  const text = Number((100 * share).toPrecision(3));
  return text === 100 && share < 1 ? percent.text(share) : `${text}\u00a0%`;
}

/** The four chances as lines of "neither", "A only", ... */
export function chanceRows(check: BerksonCheck): readonly (readonly [who: string, sign: string, value: string])[] {
  if (check.chances === null) return [];
  const [a, b] = pairNames(check);
  const names = [`neither`, `${a} only`, `${b} only`, "both"];
  const signs = ["h00", "h10", "h01", "h11"];
  return check.chances.groups.map(({ value }, g) => [names[g], signs[g], shareText(value)]);
}

/** OR x ratio = OR, with its numbers. */
export function identityText(check: BerksonCheck): string {
  if (check.identity === null) return "";
  const { population, ratio, selected } = check.identity;
  const [all, factor, inside] = [population, ratio, selected].map((one) => String(Number(one.toPrecision(5))));
  return `${all} × ${factor} = ${inside}`;
}

/** What the ratio of the chances does, in one sentence. */
export function signText({ chances, level }: BerksonCheck): string {
  if (chances === null) return "";
  const { ratio } = chances;
  if (ratio.state === "undefined") return `There is no ratio of chances: ${ratio.reason}.`;
  const { value, state, p } = ratio;
  const sure = p === null || p < level;
  if (!sure) return "The interval has 1, where selection leaves the odds ratio as it is.";
  if (state === "finite" && Math.abs(Math.log(value!)) < 1e-9)
    return "It is 1: selection leaves the odds ratio as it is.";
  return state === "infinite" || value! > 1
    ? "Above 1: selection pushes the odds ratio up."
    : "Below 1: selection pushes the odds ratio down.";
}

/** What the verdict is held against, and the data, as named facts. */
export function basisFacts(check: BerksonCheck): readonly (readonly [string, string])[] {
  const { level, provenance, pair, selection, data, told } = check;
  const law = provenance["weights"] === "law";
  const test = law
    ? "no sampling error: any change beyond rounding is told"
    : `${String(level)}: so often would any change be told where selection makes none; intervals are at ${percent.text(1 - level)}`;
  const columns = [...pair, ...(selection === null ? [] : [selection])].map(
    ({ name, yes, no }) => `${name} = ${yes}${no === null ? "" : ` (not ${no})`}`,
  );
  return [
    ["Rows", told],
    ["Yes means", columns.join(", ")],
    [law ? "Exact law" : "Level", test],
    ["Data", dataText(data)],
  ];
}
