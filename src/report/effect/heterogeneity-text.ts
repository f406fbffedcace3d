import type { EffectAnswer } from "../../query/effect.js";
import type { Heterogeneity } from "../../query/heterogeneity.js";
import { countText, rangeText, type Scale } from "../format.js";
import { titledBlock } from "../terminal/blocks.js";
import type { Paint } from "../terminal/paint.js";
import { displayWidth, toColumn, wrapLines } from "../terminal/width.js";
import {
  calibrationText,
  distributionText,
  groupName,
  heterogeneityTitle,
  importanceText,
  individualScale,
  leafText,
  levelOf,
  slopeText,
  targetingText,
} from "./heterogeneity-words.js";

/**
 * Individual effects for a terminal, for each arm: are there differences at all, how effects are spread, the sorted groups, what targeting
 * gains, who benefits in words. `more` adds calibration, slopes and notes.
 */
export function heterogeneityLines(answer: EffectAnswer, width: number, paint: Paint, more: boolean): string[] {
  return (answer.heterogeneity ?? []).flatMap((one) => {
    const scale = individualScale(answer, one);
    const facts = [
      one.finding.text,
      distributionText(one, scale, levelOf(one)),
      importanceText(one, more ? 1000 : 4),
    ].filter((text) => text !== "");
    const after = [targetingText(one, scale), ...(more ? [calibrationText(one)] : [])].filter((text) => text !== "");
    return [
      ...titledBlock(heterogeneityTitle(answer, one), [`By ${one.words}.`, ...facts], width, paint),
      ...groupLines(one, scale, width, paint),
      ...after.flatMap((text) => wrapLines(text, width, "    ", "      ")),
      ...treeLines(one, scale, width, paint),
      ...(more ? moreLines(answer, one, width, paint) : []),
    ];
  });
}

function groupLines({ groups, average }: Heterogeneity, scale: Scale, width: number, paint: Paint): string[] {
  if (groups.groups.length < 2) return [];
  const rows = groups.groups.map((group) => [
    groupName(group),
    scale.text(group.predicted),
    scale.text(group.effect.value),
    group.effect.interval === undefined ? "" : rangeText(group.effect.interval, scale),
  ]);
  const level = levelOf({ average, groups });
  const heads = ["by predicted effect", "predicted", "found", level === "" ? "" : `${level} interval`];
  const sizes = heads.map((head, k) => Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[k]))));
  const line = (cells: readonly string[]) =>
    `    ${cells.map((cell, k) => toColumn(cell, sizes[k], k === 0 ? "left" : "right")).join("  ")}`;
  if (4 + sizes.reduce((a, b) => a + b + 2, -2) > width) {
    return rows.flatMap(([name, predicted, found, interval]) =>
      wrapLines(
        `${name}: ${found}${interval === "" ? "" : ` (${interval})`}, predicted ${predicted}`,
        width,
        "    ",
        "      ",
      ),
    );
  }
  return [paint(line(heads), "soft"), ...rows.map(line)];
}

function treeLines({ tree, groups, average }: Heterogeneity, scale: Scale, width: number, paint: Paint): string[] {
  if (tree === undefined) return [];
  const level = levelOf({ average, groups });
  const title = `In words: groups found on ${countText(tree.grown)} rows, effects${level === "" ? "" : ` (${level} interval)`} from the other ${countText(tree.judged)}`;
  return titledBlock(
    title,
    tree.leaves.map((leaf) => leafText(leaf, scale)),
    width,
    paint,
  );
}

function moreLines(answer: EffectAnswer, { projection, notes }: Heterogeneity, width: number, paint: Paint): string[] {
  const slopes = (projection?.slopes ?? []).map((slope) =>
    slopeText(slope, answer.outcome.kind === "binary").join(": "),
  );
  return [
    ...titledBlock("How the effect goes with each covariate, the others held (best line)", slopes, width, paint),
    ...titledBlock(
      "Notes on individual effects",
      notes.map(({ text }) => text),
      width,
      paint,
    ),
  ];
}
