// What is judged was learnt across folds: the tests must not reject too often where there is nothing to find, and find what there is.
import { describe, expect, it } from "vitest";
import { calibrationOf } from "../../../src/estimate/heterogeneity/calibration.js";
import { targetingOf } from "../../../src/estimate/heterogeneity/targeting.js";
import { cells } from "../../../src/learn/cells.js";
import { drLearner } from "../../../src/learn/effects/dr-learner.js";
import type { EffectLearner, EffectTask } from "../../../src/learn/effects/effect-learner.js";
import { linear } from "../../../src/learn/linear.js";
import { hashNumber, mix } from "../../../src/num/hash.js";
import { effectTask, lines, nothing } from "../../support/effect-task.js";
import { judgedTask } from "../../support/judged.js";

const RUNS = 300;

/** The task with one covariate of 40 labels that mean nothing: as many directions in which chance can look like an effect. */
function manyCells({ task }: { task: EffectTask }): EffectTask {
  const codes = Int32Array.from(task.y, (y, i) => mix(hashNumber(y), i) % 40);
  const levels = Array.from({ length: 40 }, (_, k) => String(k));
  return { ...task, given: [{ kind: "categorical", name: "cell", codes, levels }] };
}

async function tested(learner: EffectLearner, make: (run: number) => EffectTask, runs = RUNS) {
  const all: { readonly z: number; readonly p: number; readonly autoc: number }[] = [];
  for (let run = 0; run < runs; run++) {
    const task = make(run);
    const judged = judgedTask(task, (await learner.fit(task)).effect);
    const one = calibrationOf(judged).differential!;
    const se = (one.interval![1] - one.interval![0]) / (2 * 1.959963984540054);
    all.push({ z: one.value / se, p: one.p!, autoc: targetingOf(judged)!.autoc.p! });
  }
  const share = (of: (one: (typeof all)[number]) => boolean) => all.filter(of).length / runs;
  return {
    spread: Math.sqrt(all.reduce((s, { z }) => s + z * z, 0) / runs),
    found: share(({ p }) => p < 0.05),
    gains: share(({ autoc }) => autoc < 0.05),
  };
}

describe("where there is no effect", () => {
  it("with many directions the plain statistic has twice the variance it believes, and the p-value knows", async () => {
    const { spread, found, gains } = await tested(drLearner({ learner: cells() }), (run) =>
      manyCells(effectTask(nothing, 600, run)),
    );
    // Twice, less the pairs of one fold, of which nothing is learnt: sqrt(2). Known to 4 % after 300 runs.
    expect(spread).toBeGreaterThan(1.25);
    expect(spread).toBeLessThan(1.55);
    // Three standard errors of a share of 5 %.
    expect(found).toBeLessThan(0.088);
    expect(gains).toBeLessThan(0.088);
  });
  it("with few directions the p-value is careful", async () => {
    const { found, gains } = await tested(
      drLearner({ learner: linear() }),
      (run) => effectTask(nothing, 400, run).task,
    );
    expect(found).toBeLessThan(0.088);
    expect(gains).toBeLessThan(0.088);
  });
});

it("finds the differences that there are", async () => {
  const { found, gains } = await tested(
    drLearner({ learner: linear() }),
    (run) => effectTask(lines, 400, run).task,
    60,
  );
  expect(found).toBeGreaterThan(0.95);
  expect(gains).toBeGreaterThan(0.95);
});
