// Moments of each row's individual from the other rows of its unit, against Bayes written row by row.
import { describe, expect, it } from "vitest";
import type { ClassLaw } from "../../src/learn/classes/law.js";
import { momentsFromOthers, momentsOfPopulation } from "../../src/learn/classes/moments.js";
import { latentClasses } from "../../src/learn/classes.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import { drawPanel } from "../support/class-panels.js";
import { type Row, sampleOf, subsidy } from "../support/samples.js";

function numericPanel(): Sample {
  const normal = normalStream(uniformStream(51));
  const rows: Row[] = [];
  for (let unit = 0; unit < 60; unit++) {
    for (let k = 0; k < 3 + (unit % 3); k++) {
      rows.push({ w: {}, t: ((unit + k) % 2) as 0 | 1, y: (unit % 2) * 2 + normal(), unit });
    }
  }
  return sampleOf(rows, { numeric: true });
}

/** P(class | the unit's other rows, and the arm of this one), the slow way. */
function bayes(sample: Sample, law: ClassLaw, row: number): number[] {
  const { unit, treatment, outcome } = sample;
  const behind = Array.from({ length: law.classes }, (_, k) => {
    let product = law.weight[k];
    for (let i = 0; i < sample.rows; i++) {
      if (unit!.codes[i] !== unit!.codes[row]) continue;
      const [t, y] = [treatment.values[i], outcome.values[i]];
      product *= t === 1 ? law.treated[k] : 1 - law.treated[k];
      if (i === row) continue;
      const m = law.mean[t][k];
      if (law.sd) product *= Math.exp(-((y - m) ** 2) / (2 * law.sd[t][k] ** 2)) / law.sd[t][k];
      else product *= y === 1 ? m : 1 - m;
    }
    return product;
  });
  const total = behind.reduce((a, b) => a + b, 0);
  return behind.map((p) => p / total);
}

for (const [name, sample] of [
  ["two-valued", drawPanel({ kinds: subsidy }, 150, 5, 52)],
  ["numeric", numericPanel()],
] as const) {
  describe(`moments from the other rows (${name})`, () => {
    const { law } = latentClasses(sample, { classes: 2 });
    const moments = momentsFromOthers(sample, law);

    it("are Bayes with the row's own outcome left out", () => {
      for (let i = 0; i < sample.rows; i += 7) {
        const r = bayes(sample, law, i);
        const mean = (f: (zero: number, one: number) => number) =>
          r.reduce((sum, p, k) => sum + p * f(law.mean[0][k], law.mean[1][k]), 0);
        expect(moments.m0[i]).toBeCloseTo(
          mean((zero) => zero),
          9,
        );
        expect(moments.m1[i]).toBeCloseTo(
          mean((_, one) => one),
          9,
        );
        expect(moments.m00[i]).toBeCloseTo(
          mean((zero) => zero * zero),
          9,
        );
        expect(moments.m11[i]).toBeCloseTo(
          mean((_, one) => one * one),
          9,
        );
        expect(moments.m10[i]).toBeCloseTo(
          mean((zero, one) => zero * one),
          9,
        );
      }
    });

    it("do not look at the row's own outcome", () => {
      for (const row of [0, 11, 23]) {
        const values = Float64Array.from(sample.outcome.values);
        values[row] = sample.outcome.kind === "binary" ? 1 - values[row] : values[row] + 3;
        const again = momentsFromOthers({ ...sample, outcome: { ...sample.outcome, values } }, law);
        expect(again.m1[row]).toBeCloseTo(moments.m1[row], 9);
        const neighbour = sample.unit!.codes[row + 1] === sample.unit!.codes[row] ? row + 1 : row - 1;
        expect(Math.abs(again.m1[neighbour] - moments.m1[neighbour])).toBeGreaterThan(1e-6);
      }
    });
  });
}

describe("moments of the population", () => {
  it("are those of the weights, for every row", () => {
    const sample = drawPanel({ kinds: subsidy }, 200, 6, 53);
    const { law } = latentClasses(sample, { classes: 3 });
    const moments = momentsOfPopulation(sample, law);
    const both = law.weight.reduce((sum, w, k) => sum + w * law.mean[0][k] * law.mean[1][k], 0);
    expect(moments.m10).toEqual(new Float64Array(1200).fill(both));
    expect(moments.m11[0]).toBeGreaterThan(moments.m1[0] ** 2);
  });
});
