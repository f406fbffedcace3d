// What must not change an answer, and what must change it in a known way.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribute/attribute.js";
import type { AttributeOptions } from "../../src/attribute/options.js";
import { uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import type { Attribution, Evidence } from "../../src/query/attribution.js";
import { takeColumn } from "../support/samples.js";
import { drawSample, worlds } from "../support/worlds.js";

const [constant, heterogeneous] = worlds;
const draw = (n = 600, seed = 5) => drawSample(heterogeneous, n, seed);

/** Every number of an event that a reader may quote. */
function numbers(one: Evidence): number[] {
  const { anyway, policy, chance } = one.shares;
  return [anyway, policy, chance, one.recurrence].flatMap((a) => [
    a.value ?? 0,
    ...(a.interval ?? []),
    ...(a.bounds ?? []),
  ]);
}

function allNumbers(answer: Attribution): number[] {
  const { ate, ett, naive } = answer.effect;
  const causes = answer.causation ? [answer.causation.pn, answer.causation.ps, answer.causation.pns] : [];
  return [
    ...answer.evidence.flatMap(numbers),
    ...[ate, ett, naive, ...causes].flatMap((a) => [a.value ?? 0, ...(a.interval ?? [])]),
  ];
}

function expectSame(a: readonly number[], b: readonly number[], tolerance = 1e-8) {
  expect(a.length).toBe(b.length);
  for (const [i, value] of a.entries()) expect(Math.abs(value - b[i])).toBeLessThan(tolerance);
}

function permuted(sample: Sample, order: Int32Array): Sample {
  const { treatment, outcome } = sample;
  return {
    ...sample,
    treatment: { ...treatment, values: Uint8Array.from(order, (i) => treatment.values[i]) },
    outcome: { ...outcome, values: Float64Array.from(order, (i) => outcome.values[i]) },
    given: sample.given.map((column) => takeColumn(column, order)),
  };
}

function shuffle(n: number, seed: number): Int32Array {
  const uniform = uniformStream(seed, 99);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const relabelArms = (sample: Sample): Sample => ({
  ...sample,
  treatment: { ...sample.treatment, values: sample.treatment.values.map((t) => 1 - t) },
});
const relabelOutcomes = (sample: Sample): Sample => ({
  ...sample,
  outcome: { ...sample.outcome, values: sample.outcome.values.map((y) => 1 - y) },
});

const learners: AttributeOptions[] = [{ learner: "linear" }, { learner: "boost", trees: 20 }];

for (const options of learners) {
  describe(`properties of the answer (${options.learner})`, () => {
    it("shares add up to 1", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 1e6 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          async (seed, coupling) => {
            const { answer } = await attribute(draw(300, seed), { ...options, coupling, folds: 3 });
            for (const { shares } of answer.evidence) {
              expect(shares.anyway.value! + shares.policy.value! + shares.chance.value!).toBeCloseTo(1, 12);
            }
          },
        ),
        { numRuns: options.learner === "boost" ? 3 : 15, seed: 1 },
      );
    });
    it("row order changes nothing", async () => {
      const sample = draw();
      const a = (await attribute(sample, options)).answer;
      const b = (await attribute(permuted(sample, shuffle(600, 3)), options)).answer;
      expectSame(allNumbers(a), allNumbers(b));
    });
    it("a duplicated covariate changes nothing", async () => {
      const sample = draw();
      const a = (await attribute(sample, options)).answer;
      const twin = { ...sample.given[0], name: "x again" };
      const b = (await attribute({ ...sample, given: [...sample.given, twin] }, options)).answer;
      expectSame(allNumbers(a), allNumbers(b));
    });
    it("unused levels change nothing", async () => {
      const sample = draw();
      const a = (await attribute(sample, options)).answer;
      const given = sample.given.map((column) =>
        column.kind === "categorical"
          ? { ...column, levels: ["unused", ...column.levels, "also"], codes: column.codes.map((code) => code + 1) }
          : column,
      );
      const b = (await attribute({ ...sample, given }, options)).answer;
      expectSame(allNumbers(a), allNumbers(b));
    });
    it("relabelling the arms permutes the events", async () => {
      const sample = draw();
      const a = (await attribute(sample, options)).answer;
      const b = (await attribute(relabelArms(sample), options)).answer;
      for (const [to, from] of [2, 3, 0, 1].entries()) expectSame(numbers(a.evidence[from]), numbers(b.evidence[to]));
      expect(b.effect.ate.value).toBeCloseTo(-a.effect.ate.value!, 8);
    });
    it("relabelling the outcomes permutes the events", async () => {
      const sample = draw();
      const a = (await attribute(sample, options)).answer;
      const b = (await attribute(relabelOutcomes(sample), options)).answer;
      for (const [to, from] of [1, 0, 3, 2].entries()) expectSame(numbers(a.evidence[from]), numbers(b.evidence[to]));
      expect(b.effect.ate.value).toBeCloseTo(-a.effect.ate.value!, 8);
    });
  });
}

describe("doubling every row", () => {
  const doubled = (sample: Sample) => {
    const twice = Int32Array.from({ length: 2 * sample.rows }, (_, i) => i % sample.rows);
    const weights = sample.weights
      ? { weights: { ...sample.weights, values: new Float64Array(2 * sample.rows).fill(1) } }
      : {};
    return { ...permuted(sample, twice), ...weights, rows: 2 * sample.rows };
  };
  it("halves every variance and moves no estimate, without cross-fitting", async () => {
    // Named weights of one: rows taken at their word, without the penalty worth one observation, which doubling would halve.
    const plain = drawSample(constant, 400, 8);
    const sample: Sample = { ...plain, weights: { name: "w", kind: "counts", values: new Float64Array(400).fill(1) } };
    const options: AttributeOptions = { learner: "linear", folds: 1 };
    const a = (await attribute(sample, options)).answer;
    const b = (await attribute(doubled(sample), options)).answer;
    a.evidence.forEach((one, i) => {
      expect(b.evidence[i].shares.anyway.value).toBeCloseTo(one.shares.anyway.value!, 9);
      const ratio = Number(one.shares.anyway.diagnostics.se) / Number(b.evidence[i].shares.anyway.diagnostics.se);
      expect(ratio ** 2).toBeCloseTo(2, 6);
    });
  });
  it("as counts is the same as doubling the rows, with cross-fitting", async () => {
    // More than the rows for which folds are dealt repeatedly, which tables with counts do without.
    const sample = drawSample(constant, 1100, 8);
    const weights = { kind: "counts" as const, values: new Float64Array(1100).fill(2) };
    const a = (await attribute({ ...sample, weights }, { learner: "linear" })).answer;
    const b = (await attribute(doubled(sample), { learner: "linear" })).answer;
    expectSame(allNumbers(a), allNumbers(b));
  });
});

describe("bounds and shares belong together", () => {
  it("every value lies within its own bounds, up to sampling error", async () => {
    for (const world of worlds) {
      const { answer } = await attribute(drawSample(world, 4000, 2), { learner: "linear" });
      for (const { shares } of answer.evidence) {
        for (const share of Object.values(shares)) {
          const [low, high] = share.bounds!;
          const slack = 2 * Number(share.diagnostics.se);
          expect(share.value).toBeGreaterThan(low - slack);
          expect(share.value).toBeLessThan(high + slack);
        }
      }
    }
  });
});
