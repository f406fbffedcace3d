// Multiply robust, exactly: on an exact law nuisances that are wrong cost nothing while the others are right.
import { describe, expect, it } from "vitest";
import { frontDoor } from "../../../src/estimate/front-door.js";
import { naturalEffects } from "../../../src/estimate/natural-effects.js";
import { cells } from "../../../src/learn/cells.js";
import type { Learner } from "../../../src/learn/learner.js";
import { hashNumber, mix } from "../../../src/num/hash.js";
import { patternsOf } from "../../../src/num/patterns.js";
import { lawStudy, nested, randomLaw, throughFrontDoor } from "./laws.js";

/** The nuisances: the two propensities, the mean at the mediators, the means at the covariates alone. */
type Part = "e" | "r" | "mu" | "means";

/** The cells learner, but for the nuisances named, in whose place stands an arbitrary function of what they may depend on. */
function spoiled(wrong: readonly Part[]): Learner {
  return {
    name: "spoiled",
    prepare(given, rows) {
      const right = cells().prepare(given, rows);
      const { id } = patternsOf(given, rows);
      const beside = given.some(({ name }) => name === "first");
      let fits = 0;
      return {
        ...right,
        fit: (task) => {
          const part: Part = task.kind === "binary" ? (beside ? "r" : "e") : beside ? "mu" : "means";
          const fitted = right.fit(task);
          if (!wrong.includes(part)) return fitted;
          const salt = hashNumber(fits++);
          const any = (row: number) => mix(id[row], salt) / 2 ** 32;
          const predict = (asked: Int32Array) =>
            Float64Array.from(asked, (row) => (task.kind === "binary" ? 0.2 + 0.6 * any(row) : 6 * any(row) - 3));
          return { ...fitted, predict };
        },
      };
    },
  };
}

const enough: readonly (readonly Part[])[] = [[], ["mu", "means"], ["e", "r"], ["r"], ["r", "means"], ["means"]];
const tooMany: readonly (readonly Part[])[] = [
  ["e", "mu"],
  ["r", "mu"],
  ["e", "means"],
];

async function errors(wrong: readonly Part[], seed: number) {
  const p = randomLaw(seed);
  const options = { learner: spoiled(wrong), folds: 1, seed: 1 };
  const natural = await naturalEffects(lawStudy(p), options);
  const front = await frontDoor(lawStudy(p), options);
  return [
    natural.direct.estimate.value - (nested(p, 1, 0) - nested(p, 0, 0)),
    natural.indirect.estimate.value - (nested(p, 1, 1) - nested(p, 1, 0)),
    natural.pureIndirect!.estimate.value - (nested(p, 0, 1) - nested(p, 0, 0)),
    front.means.mean[0] - throughFrontDoor(p, 0),
    front.means.mean[1] - throughFrontDoor(p, 1),
  ];
}

describe("with some nuisances wrong", () => {
  it.each(enough.map((wrong) => [wrong.join(", ") || "none", wrong] as const))(
    "right while wrong are: %s",
    async (_, wrong) => {
      for (const seed of [1, 2, 3])
        for (const error of await errors(wrong, seed)) expect(Math.abs(error)).toBeLessThan(1e-12);
    },
  );

  it.each(tooMany.map((wrong) => [wrong.join(", "), wrong] as const))(
    "and wrong once wrong are: %s",
    async (_, wrong) => {
      for (const error of await errors(wrong, 1)) expect(Math.abs(error)).toBeGreaterThan(1e-3);
    },
  );
});
