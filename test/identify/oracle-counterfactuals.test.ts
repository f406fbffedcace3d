import { expect, it } from "vitest";
import { checkCounterfactual, emptyTally } from "./oracle/against.ts";

// The same for seeds up to 20,000: `npm run truth` (docs/truth.md).
it("1,200 questions about several worlds: the formula is the exact engine's answer, or two models show that there is none", async () => {
  const tally = emptyTally();
  for (let seed = 1; seed <= 1200; seed++) await checkCounterfactual(seed, tally);
  expect(tally.faults).toEqual([]);
  expect(tally.worst).toBeLessThan(1e-9);
  expect(tally.identified).toBeGreaterThan(600);
  expect(tally.witnessed).toBeGreaterThan(90);
}, 300_000);
