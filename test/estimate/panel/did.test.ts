// Difference in differences against its slow forms: four means, two-way fixed effects, a logit and a regression by hand.
import { describe, expect, it } from "vitest";
import { clusteredError, plainChange, robustChange } from "../../../src/estimate/panel/change.js";
import { blockDid } from "../../../src/estimate/panel/did.js";
import { panelOf } from "../../../src/estimate/panel/panel.js";
import type { Column } from "../../../src/num/columns.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { type PanelRow, panelStudy, prop99 } from "../../support/panels.js";
import { regress, solve } from "../../support/solve.js";

const TIMES = [1, 2, 3, 4, 5];

function drawn(seed: number, treated: number, controls: number): PanelRow[] {
  const normal = normalStream(uniformStream(seed));
  return Array.from({ length: treated + controls }, (_, u) => {
    const level = 3 * normal();
    return TIMES.map((time) => ({
      unit: `u${u}`,
      time,
      on: u < treated && time >= 4 ? (1 as const) : (0 as const),
      y: level + time + (u < treated && time >= 4 ? 2 : 0) + normal(),
    }));
  }).flat();
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("difference in differences over one start", () => {
  const rows = drawn(1, 6, 9);
  const did = blockDid(panelOf(panelStudy(rows)));

  it("is the double difference of four means", () => {
    const cell = (on: boolean, after: boolean) =>
      mean(
        rows.filter((row) => Number(row.unit.slice(1)) < 6 === on && Number(row.time) >= 4 === after).map(({ y }) => y),
      );
    expect(did.value).toBeCloseTo(cell(true, true) - cell(true, false) - cell(false, true) + cell(false, false), 12);
  });

  it("is two-way fixed effects, with its standard error clustered by unit", () => {
    const units = [...new Set(rows.map(({ unit }) => unit))];
    // The treatment first, a dummy for each unit, and one for each period but the first.
    const x: number[][] = rows.map((row) => [
      row.on,
      ...units.map((unit) => (row.unit === unit ? 1 : 0)),
      ...TIMES.slice(1).map((time) => (row.time === time ? 1 : 0)),
    ]);
    const y = rows.map((row) => row.y);
    const beta = regress(x, y);
    expect(did.value).toBeCloseTo(beta[0], 10);
    const gram = x[0].map((_, j) => x[0].map((_, k) => x.reduce((sum, row) => sum + row[j] * row[k], 0)));
    const bread = solve(
      gram,
      x[0].map((_, j) => (j === 0 ? 1 : 0)),
    );
    const rest = y.map((value, i) => value - x[i].reduce((sum, v, j) => sum + v * beta[j], 0));
    const squares = units.map((unit) => {
      const score = rows.reduce(
        (sum, row, i) => (row.unit === unit ? sum + rest[i] * x[i].reduce((s, v, j) => s + v * bread[j], 0) : sum),
        0,
      );
      return score * score;
    });
    const g = units.length;
    expect(clusteredError(did.influence)).toBeCloseTo(
      Math.sqrt((g / (g - 1)) * squares.reduce((a, b) => a + b, 0)),
      10,
    );
  });

  it("gives -27.349 for Proposition 99 (synthdid, `did_estimate`)", () => {
    expect(blockDid(panelOf(prop99())).value.toFixed(3)).toBe("-27.349");
  });

  it("covers the truth in about 95 of 100 samples", () => {
    let covered = 0;
    for (let seed = 0; seed < 400; seed++) {
      const { value, influence } = blockDid(panelOf(panelStudy(drawn(1000 + seed, 25, 35))));
      if (Math.abs(value - 2) < 1.96 * clusteredError(influence)) covered++;
    }
    // 95 % less or more three standard deviations of 400 draws.
    expect(covered / 400).toBeGreaterThan(0.915);
    expect(covered / 400).toBeLessThan(0.985);
  });
});

/** Units whose trend and chance of treatment depend on two covariates; `curved` says which of the two the learners cannot follow. */
function confounded(seed: number, n: number, curved: { readonly arm?: boolean; readonly trend?: boolean } = {}) {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniformStream(seed, 1));
  const x1 = Float64Array.from({ length: n }, () => normal());
  const x2 = Float64Array.from({ length: n }, () => normal());
  const bend = (u: number) => x1[u] * x1[u] - 1 + 0.5 * x2[u];
  const plain = (u: number) => x1[u] - 0.5 * x2[u];
  const treated = Uint8Array.from({ length: n }, (_, u) =>
    uniform() < 1 / (1 + Math.exp(0.3 - 0.8 * (curved.arm ? bend(u) : plain(u)))) ? 1 : 0,
  );
  const change = Float64Array.from(
    { length: n },
    (_, u) => 2 * (curved.trend ? bend(u) : plain(u)) + treated[u] + normal(),
  );
  const given: Column[] = [
    { kind: "numeric", name: "x1", values: x1 },
    { kind: "numeric", name: "x2", values: x2 },
  ];
  return { treated, change, given, x: Array.from(x1, (v, u) => [1, v, x2[u]]) };
}

/** Logit by Newton's method, plain arrays. */
function logit(x: readonly (readonly number[])[], d: ArrayLike<number>): number[] {
  let beta = x[0].map(() => 0);
  for (let step = 0; step < 30; step++) {
    const p = x.map((row) => 1 / (1 + Math.exp(-row.reduce((s, v, j) => s + v * beta[j], 0))));
    const gram = beta.map((_, j) =>
      beta.map((_, k) => x.reduce((s, row, i) => s + row[j] * row[k] * p[i] * (1 - p[i]), 0)),
    );
    const score = beta.map((_, j) => x.reduce((s, row, i) => s + row[j] * (d[i] - p[i]), 0));
    const move = solve(gram, score);
    beta = beta.map((b, j) => b + move[j]);
  }
  return beta;
}

/** Sant'Anna & Zhao's estimator written out, for the units listed. */
function slowRobust({ treated, change, x }: ReturnType<typeof confounded>, units: readonly number[]): number {
  const some = units.map((u) => x[u]);
  const d = units.map((u) => treated[u]);
  const y = units.map((u) => change[u]);
  const gamma = logit(some, d);
  const others = units.flatMap((_, i) => (d[i] === 0 ? [i] : []));
  const beta = regress(
    others.map((i) => some[i]),
    others.map((i) => y[i]),
  );
  let [one, ones, none, nones] = [0, 0, 0, 0];
  some.forEach((row, i) => {
    const rest = y[i] - row.reduce((s, v, j) => s + v * beta[j], 0);
    const odds = Math.exp(row.reduce((s, v, j) => s + v * gamma[j], 0));
    if (d[i] === 1) {
      one += rest;
      ones += 1;
    } else {
      none += odds * rest;
      nones += odds;
    }
  });
  return one / ones - none / nones;
}

describe("doubly robust difference in differences", () => {
  it.each([
    ["both nuisances right", {}],
    ["the trend wrong, so that the propensity's fit counts", { trend: true }],
    ["the propensity wrong", { arm: true }],
  ])("is Sant'Anna and Zhao's estimator written out, its influence what leaving out a unit does: %s", (_, curved) => {
    const n = 400;
    const data = confounded(3, n, curved);
    const all = Array.from({ length: n }, (_, u) => u);
    const { value, influence } = robustChange(data.change, data.treated, data.given, "here");
    expect(value).toBeCloseTo(slowRobust(data, all), 9);
    expect(influence.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 8);
    // Leaving unit u out moves the value by its influence over n - 1, to first order. Fifty units are enough to tell.
    let [far, size] = [0, 0];
    for (let u = 0; u < n; u += 8) {
      const moved =
        (n - 1) *
        (value -
          slowRobust(
            data,
            all.filter((other) => other !== u),
          ));
      far += (moved - influence[u]) ** 2;
      size += influence[u] ** 2;
    }
    expect(Math.sqrt(far / size)).toBeLessThan(0.03);
  });

  it("without covariates that vary is the plain one", () => {
    const { change, treated } = confounded(4, 50);
    const flat: Column[] = [{ kind: "numeric", name: "x", values: new Float64Array(50).fill(7) }];
    const [robust, plain] = [robustChange(change, treated, flat, "here"), plainChange(change, treated)];
    expect(robust.value).toBeCloseTo(plain.value, 12);
    robust.influence.forEach((phi, u) => {
      expect(phi).toBeCloseTo(plain.influence[u], 10);
    });
  });

  it.each([
    ["both nuisances right", {}],
    ["the propensity wrong", { arm: true }],
    ["the trend wrong", { trend: true }],
  ] as const)("is unbiased and covers with %s", (_, curved) => {
    const values: number[] = [];
    let covered = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { change, treated, given } = confounded(5000 + seed, 600, curved);
      const { value, influence } = robustChange(change, treated, given, "here");
      values.push(value);
      if (Math.abs(value - 1) < 1.96 * clusteredError(influence)) covered++;
    }
    const middle = mean(values);
    const sd = Math.sqrt(mean(values.map((v) => (v - middle) ** 2)));
    expect(Math.abs(middle - 1)).toBeLessThan((4 * sd) / Math.sqrt(200) + 0.01);
    // 95 % less or more three standard deviations of 200 draws.
    expect(covered / 200).toBeGreaterThan(0.904);
    expect(covered / 200).toBeLessThan(0.997);
  });

  it("is wrong where both are, and so is the plain one where only covariates make trends parallel", () => {
    const both: number[] = [];
    const plain: number[] = [];
    for (let seed = 0; seed < 50; seed++) {
      const wrong = confounded(9000 + seed, 600, { arm: true, trend: true });
      both.push(robustChange(wrong.change, wrong.treated, wrong.given, "here").value);
      const right = confounded(9000 + seed, 600);
      plain.push(plainChange(right.change, right.treated).value);
    }
    expect(mean(both) - 1).toBeGreaterThan(0.5);
    expect(mean(plain) - 1).toBeGreaterThan(0.5);
  });

  it("takes covariates in the last period before the start", () => {
    const rows = drawn(11, 20, 30).map((row, i) => {
      const u = Number(row.unit.slice(1));
      return { ...row, x: { z: row.time === 3 ? Math.sin(u * u) : i % 7 } };
    });
    const panel = panelOf(panelStudy(rows));
    const z = Float64Array.from(panel.units, (name) => Math.sin(Number(name.slice(1)) ** 2));
    const change = Float64Array.from(panel.units, (_, u) => {
      const y = panel.y.subarray(u * 5, u * 5 + 5);
      return (y[3] + y[4]) / 2 - (y[0] + y[1] + y[2]) / 3;
    });
    const treated = Uint8Array.from(panel.start, (s) => (s === 3 ? 1 : 0));
    const expected = robustChange(change, treated, [{ kind: "numeric", name: "z", values: z }], "here");
    expect(blockDid(panel).value).toBeCloseTo(expected.value, 12);
  });

  it("refuses covariates that tell the treated from the others, and more of them than units", () => {
    const { change, treated } = confounded(6, 40);
    const told: Column[] = [
      { kind: "numeric", name: "x", values: Float64Array.from(treated, (d, u) => 3 * d + u / 100) },
    ];
    expect(() => robustChange(change, treated, told, "start 4")).toThrow(
      "difference in differences with covariates (start 4): the covariates tell the treated units from the others, so no untreated unit is like them",
    );
    const normal = normalStream(uniformStream(8));
    const many = Array.from(
      { length: 45 },
      (_, k): Column => ({
        kind: "numeric",
        name: `x${k}`,
        values: Float64Array.from({ length: 40 }, () => normal()),
      }),
    );
    expect(() => robustChange(change, treated, many, "start 4")).toThrow(
      "there are as many covariates as units to learn from",
    );
  });
});
