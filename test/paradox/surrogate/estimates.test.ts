// Every number's influences are its slopes in the rows' weights, and standard errors follow from these.
import { describe, expect, it } from "vitest";
import { betweenGroups } from "../../../src/paradox/surrogate/between.ts";
import { estimatesOf } from "../../../src/paradox/surrogate/estimates.ts";
import { explainedOf } from "../../../src/paradox/surrogate/explained.ts";
import type { Linked } from "../../../src/paradox/surrogate/linked.ts";
import { trialOf } from "../../../src/paradox/surrogate/trial.ts";
import { drawnTrial, studyOf, type TrialRows } from "./trials.ts";

const ROWS = 60;
const KINDS = [
  { numericS: false, numericY: false },
  { numericS: true, numericY: false },
  { numericS: false, numericY: true },
  { numericS: true, numericY: true },
] as const;

function trialWith(rows: TrialRows, count: readonly number[]) {
  return trialOf(studyOf({ ...rows, count }));
}

/** A number as a function of how many observations each row stands for. */
type Numbers = (rows: TrialRows, count: readonly number[]) => Readonly<Record<string, Linked | number>>;

const numbers: Numbers = (rows, count) => {
  const trial = trialWith(rows, count);
  const e = estimatesOf(trial, 2);
  const explained = explainedOf(e, 0.05);
  const between = betweenGroups(trial, 2, 0.05);
  return {
    onSurrogate: e.onSurrogate,
    onOutcome: e.onOutcome,
    ...(e.ratio && { ratio: e.ratio }),
    slope0: e.slopes[0]!,
    slope1: e.slopes[1]!,
    within: e.within,
    marginal: e.marginal,
    unadjusted: e.unadjusted,
    b: e.b,
    left: e.left,
    level00: e.levelMeans[0][0]!,
    level11: e.levelMeans[1][1]!,
    cell01: e.cellMeans[0][1]!,
    ...Object.fromEntries(explained.map(({ measure, value }) => [measure, value!])),
    ...Object.fromEntries(
      between.flatMap(({ by, covariance }) => (covariance ? [[`between ${by}`, covariance.value]] : [])),
    ),
  };
};

const plainOf = (one: Linked | number) => (typeof one === "number" ? one : one.value);

describe.each(KINDS)("surrogate $numericS, outcome $numericY", (kind) => {
  const rows = drawnTrial(5, ROWS, kind);
  // No mass lies on a cut of the bins, where the levels would jump.
  const count = Array.from({ length: ROWS }, (_, i) => 1 + 0.31 * ((i * 7) % 5));
  const trial = trialWith(rows, count);
  const found = numbers(rows, count);
  const step = 1e-4;
  // Slopes of every number in every row's weight, by central differences.
  const slopes = count.map((_, i) => {
    const moved = (by: number) =>
      numbers(
        rows,
        count.map((c, k) => (k === i ? c + by : c)),
      );
    const [up, down] = [moved(step), moved(-step)];
    return Object.fromEntries(
      Object.keys(found).map((key) => [key, (plainOf(up[key]) - plainOf(down[key])) / (2 * step)]),
    );
  });

  it("has the slope in each row's weight as that row's influence", () => {
    for (const [key, one] of Object.entries(found)) {
      if (typeof one === "number") continue;
      const size = Math.max(...one.influence.map(Math.abs));
      slopes.forEach((slope, i) => {
        expect(Math.abs(slope[key] - one.influence[i]) / size, `${key}, row ${i}`).toBeLessThan(2e-5);
      });
    }
  });

  it("tells the standard error that follows from those slopes", () => {
    const own = (key: string) => Math.sqrt(count.reduce((sum, c, i) => sum + c * slopes[i][key] ** 2, 0));
    const e = estimatesOf(trial, 2);
    for (const { measure, value, se } of explainedOf(e, 0.05)) {
      if (value !== null) expect(se! / own(measure), measure).toBeCloseTo(1, 5);
    }
    for (const { by, covariance } of betweenGroups(trial, 2, 0.05)) {
      if (covariance) expect(covariance.se! / own(`between ${by}`), by).toBeCloseTo(1, 5);
    }
  });
});
