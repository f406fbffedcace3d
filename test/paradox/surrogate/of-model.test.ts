// A model's surrogate, against the sum over every individual and every value.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelFile } from "../../../src/model/file/model-file.ts";
import { modelOf, readModel } from "../../../src/model/file/read.ts";
import { surrogateOfModel } from "../../../src/paradox/surrogate/of-model.ts";

const ROLES = { treatment: "X", surrogate: "S", outcome: "Y" };
const g13 = readModel(readFileSync("examples/models/surrogate.disco.json", "utf8"), { name: "G13" });

describe("G13", () => {
  const found = surrogateOfModel(g13, ROLES);

  it("is exact", () => {
    expect(found.effects.onSurrogate).toBeCloseTo(3 / 10, 14);
    expect(found.effects.surrogateOnOutcome).toBeCloseTo(1 / 5, 14);
    expect(found.effects.onOutcome).toBeCloseTo(-3 / 50, 14);
    expect(found.effects.outcomeMeans).toEqual([expect.closeTo(47 / 100, 14), expect.closeTo(41 / 100, 14)]);
    expect(found.covariance).toBeCloseTo(-3 / 25, 14);
    expect(found.rest).toBeCloseTo(0, 14);
    expect(found.correlation).toBeCloseTo(-1, 12);
    expect(found.seen.outcome).toEqual([expect.closeTo(23 / 60, 14), expect.closeTo(21 / 40, 14)]);
    expect(found.seen.confounding).toBeCloseTo(21 / 40 - 23 / 60 - 1 / 5, 14);
    expect([found.against, found.along]).toEqual([0.5, 0]);
  });

  it("is the paradox, by lack of transitivity and no direct effect", () => {
    expect(found.paradox).toBe(true);
    expect(found.causes.map(({ evidence }) => evidence)).toEqual(["against", "for", "for"]);
    expect(found.findings.map(({ kind }) => kind)).toEqual(["reversal", "confounding", "not transitive"]);
  });

  it("is none in the weaker version: disjoint responders have no effect at all", () => {
    const file = JSON.parse(readFileSync("examples/models/surrogate.disco.json", "utf8")) as ModelFile;
    const units = (file.units as { name: string }[]).map((unit) =>
      unit.name === "moved" ? { ...unit, y0: 0.4, y1: 0.4 } : unit,
    );
    const weaker = surrogateOfModel(modelOf({ ...file, units } as ModelFile), ROLES);
    expect(weaker.effects.onSurrogate).toBeCloseTo(3 / 10, 14);
    expect(weaker.effects.surrogateOnOutcome).toBeCloseTo(3 / 10, 14);
    expect(weaker.effects.onOutcome).toBeCloseTo(0, 14);
    expect(weaker.paradox).toBe(false);
  });
});

const p = fc.double({ min: 0.02, max: 0.98, noNaN: true });

it("adds up on any model, with direct effects, and with arms that individuals choose", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: 0.1, max: 1, noNaN: true }), p, p, p, p, p, p, p), {
        minLength: 1,
        maxLength: 4,
      }),
      (raw) => {
        const total = raw.reduce((sum, [w]) => sum + w, 0);
        const units = raw.map(([w, e, s0, s1, y00, y01, y10, y11], i) => ({
          name: `u${i}`,
          weight: w,
          e,
          s0,
          s1,
          y00,
          y01,
          y10,
          y11,
        }));
        const model = modelOf({
          disco: 1,
          units,
          variables: {
            X: { bernoulli: "e" },
            S: { bernoulli: "X == 1 ? s1 : s0" },
            Y: { bernoulli: "X == 1 ? (S == 1 ? y11 : y10) : (S == 1 ? y01 : y00)" },
          },
        } as unknown as ModelFile);
        const found = surrogateOfModel(model, ROLES);
        let [a, b, whole, product] = [0, 0, 0, 0];
        // Sums over units, arms and values, by hand.
        let [at1, at0, y1, y0] = [0, 0, 0, 0];
        for (const u of units) {
          const w = u.weight / total;
          const ownA = u.s1 - u.s0;
          const ownB = u.e * (u.y11 - u.y10) + (1 - u.e) * (u.y01 - u.y00);
          const mean = (x: number) => (x === 1 ? u.s1 * u.y11 + (1 - u.s1) * u.y10 : u.s0 * u.y01 + (1 - u.s0) * u.y00);
          a += w * ownA;
          b += w * ownB;
          product += w * ownA * ownB;
          whole += w * (mean(1) - mean(0));
          const high = u.e * u.s1 + (1 - u.e) * u.s0;
          at1 += w * high;
          at0 += w * (1 - high);
          y1 += w * (u.e * u.s1 * u.y11 + (1 - u.e) * u.s0 * u.y01);
          y0 += w * (u.e * (1 - u.s1) * u.y10 + (1 - u.e) * (1 - u.s0) * u.y00);
        }
        expect(found.effects.onSurrogate).toBeCloseTo(a, 12);
        expect(found.effects.surrogateOnOutcome).toBeCloseTo(b, 12);
        expect(found.effects.onOutcome).toBeCloseTo(whole, 12);
        expect(found.covariance).toBeCloseTo(product - a * b, 12);
        expect(found.product + found.covariance + found.rest).toBeCloseTo(whole, 12);
        expect(found.seen.outcome[1]).toBeCloseTo(y1 / at1, 12);
        expect(found.seen.outcome[0]).toBeCloseTo(y0 / at0, 12);
        found.individuals.forEach(({ direct }, i) => {
          expect(direct[0]).toBeCloseTo(units[i].y10 - units[i].y00, 12);
          expect(direct[1]).toBeCloseTo(units[i].y11 - units[i].y01, 12);
        });
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});

it("takes labels and outcomes that are numbers", () => {
  const model = modelOf({
    disco: 1,
    units: [{ name: "all", weight: 1 }],
    variables: {
      drug: { categorical: { values: ["none", "full"], weights: ["0.5", "0.5"] } },
      marker: { bernoulli: 'drug == "full" ? 0.7 : 0.2' },
      days: { categorical: { values: [0, 10, 30], weights: ["1", "1 + marker", "1"] } },
    },
  } as unknown as ModelFile);
  const found = surrogateOfModel(model, { treatment: "drug", surrogate: "marker", outcome: "days" });
  expect(found.treatment).toEqual({ name: "drug", treated: "full", reference: "none" });
  // E[days] is 40/3 without the marker and 50/4 with it.
  expect(found.effects.surrogateOnOutcome).toBeCloseTo(50 / 4 - 40 / 3, 12);
  expect(found.bounds).toEqual([]);
});

describe("refusals", () => {
  const score = readModel(readFileSync("examples/models/score.disco.json", "utf8"), { name: "score" });
  it.each([
    ["the model has no variable of this name (given: Z)", () => surrogateOfModel(g13, { ...ROLES, surrogate: "Z" })],
    ["one variable has two parts", () => surrogateOfModel(g13, { ...ROLES, outcome: "S" })],
    ["this population is continuous", () => surrogateOfModel(score, ROLES)],
  ])("%s", (said, work) => {
    expect(work).toThrow(said);
  });
});
