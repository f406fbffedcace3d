// A second check that knows no formula: individuals drawn one by one, two worlds each, those who agree with the evidence averaged.
import { describe, expect, it } from "vitest";
import { defineModel } from "../../../src/model/define.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { of, solved, when } from "./requests.js";

const model = defineModel({
  units: [
    { name: "keen", weight: 2, pull: 1, p: 0.7 },
    { name: "slow", weight: 3, pull: -0.5, p: 0.2 },
  ],
  variables: {
    T: { bernoulli: "p" },
    M: { categorical: { values: [0, 1, 2], weights: ["1", "1 + 2*T", "pull > 0 ? 2 : 1"] } },
    X: { normal: { mean: "pull + M / 2", sd: 1 } },
    Y: { normal: { mean: "T == 1 ? 1 + X : pull * X", sd: "1 + M / 4" } },
    passed: { equals: "Y > 1" },
  },
});

/** The equations by hand; `noise` is eT, eM (uniform), eX, eY (normal). */
function world([p, pull]: readonly number[], noise: readonly number[], set: number | undefined) {
  const t = set ?? (noise[0] < p ? 1 : 0);
  const weights = [1, 1 + 2 * t, pull > 0 ? 2 : 1];
  const place = noise[1] * (weights[0] + weights[1] + weights[2]);
  const m = place < weights[0] ? 0 : place < weights[0] + weights[1] ? 1 : 2;
  const x = pull + m / 2 + noise[2];
  const y = (t === 1 ? 1 + x : pull * x) + (1 + m / 4) * noise[3];
  return { t, m, x, y };
}

describe("two worlds, types, a treatment, a mediator in three steps, bounds", () => {
  for (const lambda of [0, 0.25, 1]) {
    it(`coupling ${lambda}`, () => {
      const uniform = uniformStream(12, Math.round(100 * lambda));
      const normal = normalStream(uniform);
      const noise = () => [uniform(), uniform(), normal(), normal()];
      const rows: number[][] = [];
      const draws = 150_000;
      for (let i = 0; i < draws; i++) {
        const type = uniform() < 0.4 ? [0.7, 1] : [0.2, -0.5];
        const own = noise();
        const seen = world(type, own, undefined);
        const other = world(type, uniform() < lambda ? own : noise(), 0);
        if (!(seen.t === 1 && seen.y > 1)) continue;
        rows.push([other.y, other.y > 1 ? 1 : 0, other.x, other.m === 2 ? 1 : 0, type[1] > 0 ? 1 : 0, seen.x]);
      }
      const { values, evidence } = solved(
        model,
        [
          of(model, "Y@1"),
          when(model, ["passed@1", "=", 1]),
          of(model, "X@1"),
          when(model, ["M@1", "=", 2]),
          when(model, ["unit", "=", 0]),
          of(model, "X"),
        ],
        {
          worlds: [{ T: 0 }],
          lambda,
          given: [
            ["T", "=", 1],
            ["Y", ">", 1],
          ],
        },
      );
      expect(Math.abs(rows.length / draws - evidence)).toBeLessThan(4 * Math.sqrt((evidence * (1 - evidence)) / draws));
      values.forEach((value, m) => {
        const mean = rows.reduce((sum, row) => sum + row[m], 0) / rows.length;
        const variance = rows.reduce((sum, row) => sum + (row[m] - mean) ** 2, 0) / rows.length;
        expect(Math.abs(mean - value), `measure ${m}`).toBeLessThan(4 * Math.sqrt(variance / rows.length));
      });
    });
  }
});
