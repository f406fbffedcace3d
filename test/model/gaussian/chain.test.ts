// A local level model, X_t = X_(t-1) + step, O_t = X_t + error, against the Kalman filter as textbooks have it (Durbin & Koopman 2012, 2.2).
import { describe, expect, it } from "vitest";
import { defineModel } from "../../../src/model/define.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { minus, number, of, solved, times, when } from "./requests.js";

const [START, STEP, ERROR] = [2, 0.7, 1.3];

function chain(length: number) {
  const laws: [string, { normal: { mean: string; sd: number } }][] = [["X1", { normal: { mean: "level", sd: START } }]];
  for (let t = 2; t <= length; t++) laws.push([`X${t}`, { normal: { mean: `X${t - 1}`, sd: STEP } }]);
  for (let t = 1; t <= length; t++) laws.push([`O${t}`, { normal: { mean: `X${t}`, sd: ERROR } }]);
  return defineModel({ units: [{ name: "one", level: 1 }], variables: Object.fromEntries(laws) });
}

function seenBy(length: number): number[] {
  const normal = normalStream(uniformStream(5));
  let x = 1 + START * normal();
  return Array.from({ length }, (_, t) => {
    if (t > 0) x += STEP * normal();
    return Math.round(1000 * (x + ERROR * normal())) / 1000;
  });
}

function kalman(seen: readonly number[]) {
  let [mean, variance, log] = [1, START ** 2, 0];
  seen.forEach((value, t) => {
    if (t > 0) variance += STEP ** 2;
    const spread = variance + ERROR ** 2;
    const surprise = value - mean;
    log -= Math.log(2 * Math.PI * spread) / 2 + surprise ** 2 / (2 * spread);
    const gain = variance / spread;
    mean += gain * surprise;
    variance *= 1 - gain;
  });
  return { mean, variance, log };
}

describe("a chain of exact values", () => {
  it("filters as Kalman does: mean, variance, likelihood", () => {
    for (const length of [1, 2, 10, 40]) {
      const model = chain(length);
      const seen = seenBy(length);
      const given = seen.map((value, t) => [`O${t + 1}`, "=", value] as const);
      const expected = kalman(seen);
      const gap = minus(of(model, `X${length}`), number(expected.mean));
      const { values, evidence } = solved(model, [of(model, `X${length}`), times(gap, gap)], { given });
      expect(Math.abs(values[0] - expected.mean)).toBeLessThan(1e-12);
      expect(Math.abs(values[1] - expected.variance)).toBeLessThan(1e-12);
      expect(Math.abs(Math.log(evidence) - expected.log)).toBeLessThan(1e-11);
    }
  });
  it("answers where the density of the evidence is too small for a double, and quickly", () => {
    const model = chain(300);
    // Far from everything: each value costs about e^-200.
    const seen = seenBy(300).map((value, t) => value + 30 * (-1) ** t);
    const given = seen.map((value, t) => [`O${t + 1}`, "=", value] as const);
    const start = performance.now();
    const { values, evidence, units } = solved(model, [of(model, "X300")], { given });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(evidence).toBe(0);
    expect(Math.abs(values[0] - kalman(seen).mean)).toBeLessThan(1e-9);
    expect(units![0].posterior).toBe(1);
  });
  it("bounds the last state given everything", () => {
    const model = chain(10);
    const seen = seenBy(10);
    const given = seen.map((value, t) => [`O${t + 1}`, "=", value] as const);
    const { mean, variance } = kalman(seen);
    const { values } = solved(model, [when(model, ["X10", ">", mean + Math.sqrt(variance)])], { given });
    expect(Math.abs(values[0] - 0.15865525393145705)).toBeLessThan(1e-13);
  });
});
