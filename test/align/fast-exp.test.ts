import { expect, it } from "vitest";
import { fastExp } from "../../src/align/fast-exp.js";

it("agrees with Math.exp to a few roundings, wherever it is asked", () => {
  let worst = 0;
  for (let x = 0; x > -708; x = x * 1.0007 - 1e-4) worst = Math.max(worst, Math.abs(fastExp(x) / Math.exp(x) - 1));
  for (let k = -40_000; k <= 0; k++) {
    // Where the table's pieces meet.
    const x = (k * Math.LN2) / 128;
    if (x > -700) worst = Math.max(worst, Math.abs(fastExp(x) / Math.exp(x) - 1));
  }
  expect(worst).toBeLessThan(1e-15);
  expect([0, -0, -Infinity, -800, -1e308, 1.5].map(fastExp)).toEqual([1, 1, 0, 0, 0, Math.exp(1.5)]);
  expect(fastExp(Number.NaN)).toBeNaN();
  expect(fastExp(-740)).toBe(Math.exp(-740));
});
