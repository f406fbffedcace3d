import type { EffectFit } from "../../learn/effects/effect-learner.js";
import type { Column } from "../../num/columns.js";
import type { Remark } from "../../query/answer.js";
import type { Target } from "../../query/effect.js";
import type { Heterogeneity } from "../../query/heterogeneity.js";
import { calibrationOf, findingOf } from "./calibration.js";
import { distributionOf } from "./distribution.js";
import { averageEffect, type JudgedRows, judge, withInterval } from "./judged.js";
import { projectionOf } from "./projection.js";
import { sortedGroups } from "./sorted-groups.js";
import { targetingOf } from "./targeting.js";
import { effectTree } from "./tree.js";

/** What the record says beside its numbers. */
export type HeterogeneityAbout = Pick<Heterogeneity, "arm" | "reference" | "learner" | "words">;

/**
 * How far predicted individual effects can be believed, and what they come to: whether effects differ at all, calibration, sorted groups, gains
 * from targeting, the effect's slopes in the covariates, what mattered, who benefits in words. Everything is judged on rows that the
 * prediction did not see, by doubly robust scores of the target population. Assumes exogeneity given the covariates and overlap.
 * @param options `learntFrom`: the covariates that the effects were learnt from, where these are not the rows' own
 * @throws DiscoError (refused) where a row's own arm has propensity 0. Cost: O(n log n + n columns^2).
 */
export function heterogeneityOf(
  rows: Omit<JudgedRows, "effect">,
  fit: EffectFit,
  about: HeterogeneityAbout,
  options: { readonly target?: Target; readonly level?: number; readonly learntFrom?: readonly Column[] } = {},
): Heterogeneity {
  const { target = "ate", level = 0.95, learntFrom = rows.given } = options;
  const judged = judge({ ...rows, effect: fit.effect }, target, level);
  const calibration = calibrationOf(judged);
  const targeting = targetingOf(judged);
  const projection = projectionOf(judged);
  const tree = effectTree(judged);
  const finding = findingOf(calibration, level);
  const importance = [...(fit.importance ?? [])]
    .map((share, k) => ({ covariate: learntFrom[k].name, share }))
    .sort((a, b) => b.share - a.share);
  return {
    ...about,
    finding,
    average: withInterval(averageEffect(judged, () => true)!, judged),
    distribution: distributionOf(judged, fit.error),
    calibration,
    groups: sortedGroups(judged),
    ...(targeting ? { targeting } : {}),
    ...(projection ? { projection } : {}),
    importance,
    ...(tree ? { tree } : {}),
    notes: [...notesOf(fit, target), ...(finding.found || targeting === undefined ? [] : [UNFOUND])],
  };
}

/** Measured in test/truth/effects.truth.ts and with boosted trees: see `Test` on why. */
const UNFOUND: Remark = {
  id: "groups-without-difference",
  text: "Intervals of groups and of gains take the ranking as given. Where effects do not differ at all it was learnt from chance that these rows share, and in simulations such 95 % intervals of the lowest and highest group held in some 70 to 94 tables of 100; the p-values allow for this.",
};

function notesOf({ notes, error, errorBy }: EffectFit, target: Target): Remark[] {
  const said: Remark[] = notes.map(({ id, text }) => ({ id, text }));
  if (error === undefined) {
    said.push({
      id: "no-pointwise-intervals",
      text: "This learner knows no errors of single effects; groups and averages have theirs all the same.",
    });
  } else if (errorBy !== undefined) {
    said.push({
      id: "pointwise-intervals",
      text: `Intervals of single effects: ${errorBy}. They hold for one individual at a time, about the learner's own best description.`,
    });
  }
  if (target !== "ate") {
    said.push({
      id: "target-of-groups",
      text: "Groups, slopes and gains are about the target population; the effect predicted for each row is its own, whoever is averaged over.",
    });
  }
  return said;
}
