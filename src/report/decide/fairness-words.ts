import type { Fairness } from "../../query/decision.js";
import { percent, type Scale } from "../format.js";
import { shorten } from "../words.js";

/** How far apart the groups are, in a sentence. */
export function fairnessText({ column, difference, ratio, groups }: Fairness): string {
  const name = shorten(column, 48);
  if (groups.length < 2) return `Only one group of ${name} was there, so there is nothing to compare.`;
  if (difference < 0.0005) return `The groups of ${name} are treated alike.`;
  const least =
    ratio === null ? "" : ` The least treated group has ${percent.text(ratio)} of the share of the most treated.`;
  return `Shares treated differ by ${percent.text(difference).replace(/\u00a0%$/, "\u00a0points")} between groups of ${name}.${least}`;
}

/** What equal shares cost; empty where they were not asked for. */
export function priceText({ price }: Fairness, scale: Scale): string {
  if (price === undefined) return "";
  return `Equal shares were asked for: that costs ${scale.bare(Math.abs(price))} of predicted benefit per individual.`;
}
