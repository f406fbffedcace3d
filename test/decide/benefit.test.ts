import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyNoises, type BenefitLine, benefitLine, endsOf, isGainEqual, noDefiers } from "../../src/decide/benefit.js";
import type { Benefit } from "../../src/query/decision.js";

const worth = fc.double({ min: -20, max: 20, noNaN: true });
const benefits: fc.Arbitrary<Benefit> = fc.record({ complier: worth, always: worth, never: worth, defier: worth });
const chance = fc.double({ min: 0, max: 1, noNaN: true });

/** Every joint law of the two outcomes with success chances p1 and p0 is settled by its share of defiers. */
function sumOverTypes(benefit: Benefit, p1: number, p0: number, defier: number): number {
  const always = p0 - defier;
  const complier = p1 - always;
  const never = 1 - complier - always - defier;
  return benefit.complier * complier + benefit.always * always + benefit.never * never + benefit.defier * defier;
}

/** The benefit that the line gives with this chance of a complier. */
const along = (line: BenefitLine, p1: number, p0: number, complier: number) =>
  line.sigma * complier + line.treated * p1 + line.untreated * p0 + line.constant;

const seeded = { seed: 1, numRuns: 500 };

describe("the benefit as a line (THEORY 4.6)", () => {
  it("is the sum over the four types, for independent noises", () => {
    fc.assert(
      fc.property(benefits, chance, chance, (benefit, p1, p0) => {
        const value = along(benefitLine(benefit), p1, p0, anyNoises(p1, p0).value.value);
        const types =
          benefit.complier * p1 * (1 - p0) +
          benefit.always * p1 * p0 +
          benefit.never * (1 - p1) * (1 - p0) +
          benefit.defier * (1 - p1) * p0;
        expect(value).toBeCloseTo(types, 9);
      }),
      seeded,
    );
  });

  it("has ends that are the least and the most of all joint laws", () => {
    fc.assert(
      fc.property(benefits, chance, chance, (benefit, p1, p0) => {
        const line = benefitLine(benefit);
        const ends = endsOf(line);
        const complier = anyNoises(p1, p0);
        const low = along(line, p1, p0, complier[ends.low].value);
        const high = along(line, p1, p0, complier[ends.high].value);
        // Defiers can be anything that leaves no type a negative share.
        const [from, to] = [Math.max(0, p0 - p1), Math.min(p0, 1 - p1)];
        const all = Array.from({ length: 101 }, (_, k) =>
          sumOverTypes(benefit, p1, p0, from + ((to - from) * k) / 100),
        );
        expect(Math.min(...all)).toBeCloseTo(low, 9);
        expect(Math.max(...all)).toBeCloseTo(high, 9);
        const value = along(line, p1, p0, complier.value.value);
        expect(value).toBeGreaterThanOrEqual(low - 1e-9);
        expect(value).toBeLessThanOrEqual(high + 1e-9);
      }),
      seeded,
    );
  });

  it("has the published coefficients for the customers of Li and Pearl (2019)", () => {
    // beta, gamma, theta, delta = 100, -60, 0, -140: sigma = beta - gamma - theta + delta, then gamma - delta, delta - theta and theta.
    expect(benefitLine({ complier: 100, always: -60, never: 0, defier: -140 })).toEqual({
      sigma: 20,
      treated: 80,
      untreated: -140,
      constant: 0,
    });
  });

  it("needs no noises under gain equality, and is (complier - never) p1 + (always - complier) p0 + never", () => {
    fc.assert(
      fc.property(worth, worth, worth, chance, chance, chance, (complier, always, never, p1, p0, place) => {
        const benefit = { complier, always, never, defier: always + never - complier };
        expect(isGainEqual(benefit)).toBe(true);
        const [from, to] = [Math.max(0, p0 - p1), Math.min(p0, 1 - p1)];
        const known = (complier - never) * p1 + (always - complier) * p0 + never;
        expect(sumOverTypes(benefit, p1, p0, from + (to - from) * place)).toBeCloseTo(known, 9);
        expect(along({ ...benefitLine(benefit), sigma: 0 }, p1, p0, 0)).toBeCloseTo(known, 9);
      }),
      seeded,
    );
  });

  it("is one number where nobody is a defier", () => {
    fc.assert(
      fc.property(benefits, chance, chance, (benefit, a, b) => {
        const [p0, p1] = [Math.min(a, b), Math.max(a, b)];
        const { value, low, high } = noDefiers(p1, p0);
        expect(along(benefitLine(benefit), p1, p0, value.value)).toBeCloseTo(sumOverTypes(benefit, p1, p0, 0), 9);
        expect([low, high]).toEqual([value, value]);
      }),
      seeded,
    );
  });

  it("tells slopes as they are", () => {
    const h = 1e-6;
    fc.assert(
      fc.property(chance, chance, (p1, p0) => {
        // Not at the kinks of the bounds.
        fc.pre(Math.abs(p1 - p0) > 1e-3 && Math.abs(p1 + p0 - 1) > 1e-3);
        for (const view of ["value", "low", "high"] as const) {
          const at = (one: number, zero: number) => anyNoises(one, zero)[view];
          expect(at(p1, p0).first).toBeCloseTo((at(p1 + h, p0).value - at(p1 - h, p0).value) / (2 * h), 6);
          expect(at(p1, p0).second).toBeCloseTo((at(p1, p0 + h).value - at(p1, p0 - h).value) / (2 * h), 6);
        }
      }),
      seeded,
    );
  });
});
