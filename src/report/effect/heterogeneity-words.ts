import type { EffectAnswer } from "../../query/effect.js";
import type {
  EffectGroup,
  EffectLeaf,
  EffectSlope,
  Heterogeneity,
  LeafCondition,
  Uncertain,
} from "../../query/heterogeneity.js";
import { amounts, countText, fixed, percent, points, rangeText, type Scale } from "../format.js";
import { holdsText } from "../model/terms.js";
import { shorten } from "../words.js";
import { valueText } from "./scale.js";

/** How effects of individuals are written: they are differences, whatever the averages are compared by. */
export function individualScale({ outcome }: EffectAnswer, { average, groups, distribution }: Heterogeneity): Scale {
  if (outcome.kind === "binary") return points;
  const sizes = [average.value, distribution.mean, ...groups.groups.map(({ effect }) => effect.value)].map(Math.abs);
  return amounts(Math.max(...sizes, 0), true);
}

/** "+0.12 (0.08 to 0.16)". */
export function uncertainText({ value, interval }: Uncertain, scale: Scale): string {
  return `${scale.text(value)}${interval === undefined ? "" : ` (${rangeText(interval, scale)})`}`;
}

const FIFTHS = ["lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth"] as const;

/** "highest fifth", or "80 to 90 %". */
export function groupName({ from, to }: EffectGroup): string {
  const place = FIFTHS.findIndex((_, k) => Math.abs(from - k / 5) < 1e-9 && Math.abs(to - (k + 1) / 5) < 1e-9);
  return place < 0 ? `${percent.bare(from)} to ${percent.text(to)}` : FIFTHS[place];
}

/** The title: which arm, against which. */
export function heterogeneityTitle({ treatment }: EffectAnswer, { arm, reference }: Heterogeneity): string {
  return `Who gains more from ${holdsText(treatment.name, arm)} than from ${shorten(reference, 32)}?`;
}

/** The individuals' predicted effects in a sentence. */
export function distributionText({ distribution }: Heterogeneity, scale: Scale, level: string): string {
  const { mean, sd, above, surelyAbove, surelyBelow } = distribution;
  const sure =
    surelyAbove === undefined || surelyBelow === undefined
      ? ""
      : `; the whole${level === "" ? "" : ` ${level}`} interval is above 0 for ${percent.text(surelyAbove)}, and below it for ${percent.text(surelyBelow)}`;
  return `Predicted effects average ${scale.text(mean)}, with a standard deviation of ${scale.text(sd).replace(/^\+/, "")}; ${percent.text(above)} of them are above 0${sure}.`;
}

/** What targeting gains, in a sentence; empty where there is nothing to rank by. */
export function targetingText({ targeting }: Heterogeneity, scale: Scale): string {
  if (targeting === undefined) return "";
  const { autoc, qini } = targeting;
  const verdict =
    autoc.p === undefined
      ? ""
      : autoc.p < 0.05
        ? " Treating those first who are predicted to gain most is better than treating by lot."
        : " Treating by this ranking was not shown to be better than by lot.";
  return `Gain from ranking by predicted effect (0: no better than by lot): AUTOC ${uncertainText(autoc, scale)}, Qini ${uncertainText(qini, scale)}.${verdict}`;
}

/** The calibration in a sentence. */
export function calibrationText({ calibration }: Heterogeneity): string {
  const { mean, differential } = calibration;
  const plain: Scale = { text: (value) => fixed(value, 2), bare: (value) => fixed(value, 2) };
  const parts = [
    ...(mean ? [`average effect ${uncertainText(mean, plain)}`] : []),
    ...(differential ? [`differences between individuals ${uncertainText(differential, plain)}`] : []),
  ];
  return parts.length === 0 ? "" : `Calibration (1: as predicted, 0: nothing in it): ${parts.join(", ")}.`;
}

/** What mattered, the most important first. */
export function importanceText({ importance }: Heterogeneity, most: number): string {
  const shown = importance.filter(({ share }) => share > 0).slice(0, most);
  if (shown.length === 0) return "";
  return `Covariates that told effects apart: ${shown.map(({ covariate, share }) => `${shorten(covariate, 32)} ${percent.text(share)}`).join(", ")}.`;
}

/** "age +59.2 (−133 to 252)". */
export function slopeText(
  { covariate, label, against, slope }: EffectSlope,
  binary: boolean,
): readonly [string, string] {
  const times = binary ? 100 : 1;
  const text = (value: number) => valueText(value * times);
  const name =
    label === undefined
      ? `one more of ${shorten(covariate, 32)}`
      : `${holdsText(covariate, label)} rather than ${shorten(against ?? "", 24)}`;
  const sign = slope.value > 0 ? "+" : "";
  const ends =
    slope.interval === undefined
      ? ""
      : ` (${text(slope.interval[0])} to ${text(slope.interval[1])})`.replaceAll(" ", "\u00a0");
  return [name, `${sign}${text(slope.value)}${binary ? "\u00a0points" : ""}${ends.replace("\u00a0(", " (")}`];
}

/** "age above 41", "region = north": one condition in words. */
export function conditionText({ covariate, above, atMost, among, orMissing }: LeafCondition): string {
  const name = shorten(covariate, 32);
  const missing = orMissing ? " or missing" : "";
  if (among !== undefined) {
    const labels = among.map((label) => shorten(label, 24));
    return labels.length === 1 ? holdsText(covariate, labels[0]) : `${name} one of ${labels.join(", ")}`;
  }
  const parts = [
    ...(above === undefined ? [] : [`above ${numberText(above)}`]),
    ...(atMost === undefined ? [] : [`at most ${numberText(atMost)}`]),
  ];
  if (parts.length === 0) return orMissing ? `${name} missing` : name;
  return `${name} ${parts.join(" and ")}${missing}`;
}

/** A cut keeps its digits: it was chosen to have few. */
function numberText(value: number): string {
  const decimals = (String(value).split(".")[1] ?? "").length;
  return Math.abs(value) < 1e15 && decimals <= 6 ? fixed(value, decimals) : valueText(value);
}

/** "age above 41 and income at most 30,000: +0.12 (0.08 to 0.16), 412 rows". */
export function leafText({ conditions, effect, rows }: EffectLeaf, scale: Scale): string {
  const who = conditions.map(conditionText).join(" and ");
  const what = effect === undefined ? "too few rows to say" : uncertainText(effect, scale);
  return `${who}: ${what}, ${countText(rows)} rows`;
}

/** Level of the intervals: "95 %". */
export function levelOf({ average, groups }: Pick<Heterogeneity, "average" | "groups">): string {
  const level = average.level ?? groups.groups[0]?.effect.level;
  return level === undefined ? "" : percent.text(level);
}
