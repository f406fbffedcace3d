// Bounds against the linear program behind them, every vertex looked at.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cells, principalRange, principalShare } from "../../../src/paradox/surrogate/principal-bounds.ts";
import { paradoxIn, productBounds, productRange } from "../../../src/paradox/surrogate/product.ts";
import { extremes } from "./vertices.ts";

const inside = (low = 0.02, high = 0.98) => fc.double({ min: low, max: high, noNaN: true });

/** The individual effects as points: (S(0), S(1)) and b, each at an end of what it may be; E[ab] is linear in their law. */
function productProgram(q0: number, q1: number, b: number, monotone: "none" | "monotone-surrogate" | "monotone-both") {
  const types = [0, 1].flatMap((s0) =>
    [0, 1].flatMap((s1) =>
      (monotone === "monotone-both" ? [0, Math.sign(b) || 1] : [-1, 1]).map((own) => ({ s0, s1, own })),
    ),
  );
  const up = Math.sign(q1 - q0);
  const allowed = types.filter(({ s0, s1 }) => monotone === "none" || (s1 - s0) * up >= 0);
  const rows = [
    allowed.map(() => 1),
    allowed.map(({ s0 }) => s0),
    allowed.map(({ s1 }) => s1),
    allowed.map(({ own }) => own),
  ];
  return extremes(
    rows,
    [1, q0, q1, b],
    allowed.map(({ s0, s1, own }) => (s1 - s0) * own),
  );
}

describe("E[ab] from E[a] and E[b]", () => {
  it.each(["none", "monotone-surrogate", "monotone-both"] as const)("is sharp: %s", (assumption) => {
    fc.assert(
      fc.property(inside(), inside(), inside(-0.98, 0.98), (q0, q1, b) => {
        fc.pre(Math.abs(q1 - q0) > 1e-3 && Math.abs(b) > 1e-3);
        const [low, high] = productProgram(q0, q1, b, assumption)!;
        const [ownLow, ownHigh] = productRange({ surrogate: [q0, q1], b }, assumption);
        expect(ownLow).toBeCloseTo(low, 9);
        expect(ownHigh).toBeCloseTo(high, 9);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it("knows when the paradox is impossible, and that G13 is not such a case", () => {
    expect(productBounds({ surrogate: [0.25, 0.55], b: 0.2 }).map(({ paradox }) => paradox)).toEqual([
      "possible",
      "possible",
      "impossible",
    ]);
    // Nearly everybody is moved, and nearly everybody gains by it.
    expect(productBounds({ surrogate: [0.05, 0.95], b: 0.9 })[0].paradox).toBe("impossible");
    expect(paradoxIn([-0.3, -0.1], 0.2)).toBe("certain");
    expect(productBounds({ surrogate: [0.2, 0.4], b: 3 })).toEqual([]);
  });
});

/** P of the 16 types (S0, S1, Y0, Y1), in this order of bits. */
const TYPES = Array.from({ length: 16 }, (_, k) => ({ s0: k >> 3, s1: (k >> 2) & 1, y0: (k >> 1) & 1, y1: k & 1 }));
const STRATA = {
  unchanged: (t: (typeof TYPES)[number]) => t.s0 === t.s1,
  always: (t: (typeof TYPES)[number]) => t.s0 === 1 && t.s1 === 1,
  never: (t: (typeof TYPES)[number]) => t.s0 === 0 && t.s1 === 0,
};

function cellsOf(law: readonly number[]): Cells {
  const sum = (of: (t: (typeof TYPES)[number]) => boolean) =>
    law.reduce((total, p, k) => total + (of(TYPES[k]) ? p : 0), 0);
  return [
    sum((t) => t.s0 === 1),
    sum((t) => t.s0 === 1 && t.y0 === 1),
    sum((t) => t.s0 === 0 && t.y0 === 1),
    sum((t) => t.s1 === 1),
    sum((t) => t.s1 === 1 && t.y1 === 1),
    sum((t) => t.s1 === 0 && t.y1 === 1),
  ];
}

/** The ratio as a linear program (Charnes & Cooper 1962): z = law x tau, with the stratum's mass 1. */
function principalProgram(cells: Cells, stratum: keyof typeof STRATA) {
  const [q0, high0, low0, q1, high1, low1] = cells;
  const rows: number[][] = [];
  const add = (of: (t: (typeof TYPES)[number]) => boolean, p: number) =>
    rows.push([...TYPES.map((t) => (of(t) ? 1 : 0)), -p]);
  add(() => true, 1);
  add((t) => t.s0 === 1, q0);
  add((t) => t.s0 === 1 && t.y0 === 1, high0);
  add((t) => t.s0 === 0 && t.y0 === 1, low0);
  add((t) => t.s1 === 1, q1);
  add((t) => t.s1 === 1 && t.y1 === 1, high1);
  add((t) => t.s1 === 0 && t.y1 === 1, low1);
  rows.push([...TYPES.map((t) => (STRATA[stratum](t) ? 1 : 0)), 0]);
  return extremes(rows, [0, 0, 0, 0, 0, 0, 0, 1], [...TYPES.map((t) => (STRATA[stratum](t) ? t.y1 - t.y0 : 0)), 0]);
}

const laws = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 })
  .map((raw) => raw.map((one) => one ** 3))
  .map((raw) => raw.map((one) => one / raw.reduce((a, b) => a + b, 0)));

describe("effects in principal strata", () => {
  it.each(["unchanged", "always", "never"] as const)("are bounded sharply: %s", (stratum) => {
    fc.assert(
      fc.property(laws, (law) => {
        const cells = cellsOf(law);
        const [low, high] = principalProgram(cells, stratum)!;
        const own = principalRange(cells, stratum, false)!;
        // Where the stratum may be empty its ratio is a limit, which the formula reaches as nearly as a billionth.
        expect(own[0]).toBeCloseTo(low, 5);
        expect(own[1]).toBeCloseTo(high, 5);
      }),
      { seed: 1, numRuns: 8 },
    );
  });

  it("hold the truth of every law, without and (where it is so) with monotonicity", () => {
    fc.assert(
      fc.property(laws, fc.boolean(), (raw, monotone) => {
        const kept = raw.map((p, k) => (monotone && TYPES[k].s0 > TYPES[k].s1 ? 0 : p));
        const total = kept.reduce((a, b) => a + b, 0);
        const law = kept.map((p) => p / total);
        const cells = cellsOf(law);
        fc.pre(!monotone || cells[3] > cells[0]);
        const up = cells[3] >= cells[0] ? 1 : 0;
        const changed = (t: (typeof TYPES)[number]) => t.s1 === up && t.s0 === 1 - up;
        for (const [stratum, holds] of Object.entries({ ...STRATA, changed })) {
          const mass = law.reduce((sum, p, k) => sum + (holds(TYPES[k]) ? p : 0), 0);
          const effect =
            law.reduce((sum, p, k) => sum + (holds(TYPES[k]) ? p * (TYPES[k].y1 - TYPES[k].y0) : 0), 0) / mass;
          const [low, high] = principalRange(cells, stratum as keyof typeof STRATA, monotone)!;
          expect(effect).toBeGreaterThanOrEqual(low - 1e-9);
          expect(effect).toBeLessThanOrEqual(high + 1e-9);
          const share = principalShare(cells, stratum as keyof typeof STRATA, monotone);
          expect(mass).toBeGreaterThanOrEqual(share[0] - 1e-9);
          expect(mass).toBeLessThanOrEqual(share[1] + 1e-9);
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("are known where monotonicity leaves nothing open, and absent where there is nobody", () => {
    // S(1) >= S(0) and everybody moved: nobody is unchanged.
    expect(principalRange([0, 0, 0.3, 1, 0.5, 0], "unchanged", true)).toBeUndefined();
    // Nobody moved: the arms' cells are the strata.
    const [low, high] = principalRange([0.4, 0.1, 0.2, 0.4, 0.3, 0.1], "unchanged", true)!;
    expect([low, high]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.1, 12)]);
  });
});
