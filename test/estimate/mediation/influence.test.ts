// The influence functions are derivatives: of the functionals written out as sums over a finite law, towards each of its cells.
import { describe, expect, it } from "vitest";
import { frontDoor } from "../../../src/estimate/front-door.js";
import { naturalEffects } from "../../../src/estimate/natural-effects.js";
import { cells } from "../../../src/learn/cells.js";
import { derivatives, lawStudy, nested, randomLaw, throughFrontDoor } from "./laws.js";

const options = { learner: cells(), folds: 1, seed: 1 };
const SEEDS = [1, 2, 3, 4, 5];

function expectNear(found: ArrayLike<number>, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(found[i] - value)).toBeLessThan(1e-8);
  });
}

describe.each(SEEDS)("on random law %i", (seed) => {
  const p = randomLaw(seed);
  const study = lawStudy(p);

  it("natural effects are the sums, and their influences the derivatives", async () => {
    const found = await naturalEffects(study, options);
    const wanted = {
      direct: (q: Float64Array) => nested(q, 1, 0) - nested(q, 0, 0),
      indirect: (q: Float64Array) => nested(q, 1, 1) - nested(q, 1, 0),
      total: (q: Float64Array) => nested(q, 1, 1) - nested(q, 0, 0),
      pureIndirect: (q: Float64Array) => nested(q, 0, 1) - nested(q, 0, 0),
    };
    for (const [name, functional] of Object.entries(wanted)) {
      const { estimate, interval } = found[name as keyof typeof wanted]!;
      expect(estimate.value).toBeCloseTo(functional(p), 12);
      expect(estimate.se).toBeUndefined();
      expect(interval).toBeUndefined();
      expectNear(estimate.influence!, derivatives(p, functional));
    }
  });

  it("the front door is the sum, and its influences the derivatives", async () => {
    const found = await frontDoor(study, options);
    for (const a of [0, 1] as const) {
      expect(found.means.mean[a]).toBeCloseTo(throughFrontDoor(p, a), 12);
      expectNear(
        found.means.influence[a],
        derivatives(p, (q) => throughFrontDoor(q, a)),
      );
    }
    expect(found.estimate.value).toBeCloseTo(throughFrontDoor(p, 1) - throughFrontDoor(p, 0), 12);
    expectNear(
      found.estimate.influence!,
      derivatives(p, (q) => throughFrontDoor(q, 1) - throughFrontDoor(q, 0)),
    );
    expect(found.estimate.se).toBeUndefined();
  });
});
