import { expect, it } from "vitest";
import { checkEffect, emptyTally } from "./oracle/against.ts";

// The same for seeds up to 20,000: `npm run truth` (docs/truth.md).
it("1,200 effects in random graphs: the formula is truncated factorisation, or two models show that there is none", async () => {
  const tally = emptyTally();
  for (let seed = 1; seed <= 1200; seed++) await checkEffect(seed, tally);
  expect(tally.faults).toEqual([]);
  expect(tally.worst).toBeLessThan(1e-9);
  // Both ends are met often enough to mean something.
  expect(tally.identified).toBeGreaterThan(600);
  expect(tally.witnessed).toBeGreaterThan(120);
}, 300_000);
