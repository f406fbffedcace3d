// A small version of test/truth/surrogate.truth.ts: 95 % intervals hold known truths about as often as they say.
import { describe, expect, it } from "vitest";
import { noEffect, surrogateCoverage, surrogateWorlds } from "../../support/surrogate-study.ts";

const RUNS = 300;
/** Four binomial standard errors. */
const SLACK = 4 * Math.sqrt((0.95 * 0.05) / RUNS);

describe.each(surrogateWorlds.slice(0, 3).map((world) => [world.name, world] as const))("%s", (_, world) => {
  const { coverage, findings } = surrogateCoverage(world, 2000, RUNS);

  it("is covered", () => {
    for (const { key, delta, fieller } of coverage) {
      expect(Math.abs(fieller - 0.95), `${key}, Fieller`).toBeLessThan(SLACK);
      expect(Math.abs(delta - 0.95), key).toBeLessThan(SLACK);
    }
  });

  it("finds what there is, and seldom what there is not", () => {
    const rate = (kind: string) => (findings[kind] ?? 0) / RUNS;
    if (world.name.includes("paradox")) {
      expect(rate("direct effect")).toBeGreaterThan(0.95);
    } else {
      expect(rate("reversal")).toBe(0);
      if (world.truth.left === 0) {
        expect(rate("direct effect") + rate("not explained")).toBeLessThan(0.05 + SLACK);
      }
    }
  });
});

it("seldom calls a reversal what is no effect at all", () => {
  const { findings } = surrogateCoverage(noEffect([0.3, 0.6], -0.4, 1.2), 2000, 600);
  // Three signs at a third of the level each; only the wrong one of two tails is a reversal.
  expect((findings["reversal"] ?? 0) / 600).toBeLessThan(0.05 / 6 + 4 * Math.sqrt(((0.05 / 6) * (1 - 0.05 / 6)) / 600));
});
