// Synthetic control and synthetic difference in differences: published numbers, and algorithms 1, 3 and 4 of Arkhangelsky et al. (2021) written
// out on plain matrices as their package does them.
import { describe, expect, it } from "vitest";
import { type Block, blockEffect, blockOf, fitBefore, noiseOf } from "../../../src/estimate/panel/block.js";
import { panelOf } from "../../../src/estimate/panel/panel.js";
import { frankWolfe, normalised, sparsified } from "../../../src/estimate/panel/simplex.js";
import { jackknifeSpread, placeboSpread } from "../../../src/estimate/panel/spread.js";
import { syntheticControl } from "../../../src/estimate/panel/synthetic-control.js";
import { syntheticDid } from "../../../src/estimate/panel/synthetic-did.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { panelStudy, prop99 } from "../../support/panels.js";

type Matrix = readonly (readonly number[])[];

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const transpose = (y: Matrix): number[][] => y[0].map((_, j) => y.map((row) => row[j]));

const panel = panelOf(prop99());
const block = blockOf(panel)!;
const controls = panel.units.filter((name) => name !== "California");

describe("Proposition 99", () => {
  it("synthetic DiD is -15.604 (vignette of synthdid; Arkhangelsky et al. 2021, table 1: -15.6)", () => {
    expect(blockEffect(block, syntheticDid(block)(block)).value.toFixed(3)).toBe("-15.604");
  });
  it("synthetic control is -19.620 (synthdid, `sc_estimate`; table 1: -19.6)", () => {
    expect(blockEffect(block, syntheticControl(block)(block)).value.toFixed(3)).toBe("-19.620");
  });
  it("has the weights that the vignette of synthdid prints", () => {
    const { omega, lambda } = syntheticDid(block)(block);
    const unit = (name: string) => omega[controls.indexOf(name)].toFixed(3);
    expect(["Nevada", "New Hampshire", "Connecticut", "Delaware", "Colorado", "Illinois"].map(unit)).toEqual([
      "0.124",
      "0.105",
      "0.078",
      "0.070",
      "0.058",
      "0.053",
    ]);
    expect([1986, 1987, 1988].map((year) => lambda[year - 1970].toFixed(3))).toEqual(["0.366", "0.206", "0.427"]);
    expect(sum([...lambda])).toBeCloseTo(1, 12);
  });
  it("has placebo standard errors near those of table 1 (8.4 and 9.9, from draws)", async () => {
    const settings = { seed: 1, replications: 200 };
    for (const [method, published] of [
      [syntheticDid, 8.4],
      [syntheticControl, 9.9],
    ] as const) {
      const weigh = method(block);
      const { se, placebos, every } = await placeboSpread(block, weigh, weigh(block), settings);
      expect([placebos, every]).toEqual([38, true]);
      expect(Math.abs(se - published) / published).toBeLessThan(0.12);
    }
  });
});

/** A block with a trend shared by some units, drawn. */
function drawnBlock(seed: number, n0: number, n1: number, before: number, after: number, size = 1): Block {
  const normal = normalStream(uniformStream(seed));
  const factor = Array.from({ length: before + after }, (_, t) => Math.sin(t / 2) + 0.2 * t);
  const unit = (on: boolean) => {
    const [level, load] = [5 * normal(), 1 + normal()];
    return factor.map((f, t) => size * (level + load * f + (on && t >= before ? 3 : 0) + 0.5 * normal()));
  };
  return {
    times: before + after,
    before,
    controls: n0,
    control: Float64Array.from(Array.from({ length: n0 }, () => unit(false)).flat()),
    treatedUnits: n1,
    treated: Float64Array.from(Array.from({ length: n1 }, () => unit(true)).flat()),
  };
}

const matrixOf = (y: Float64Array, rows: number): Matrix =>
  Array.from({ length: rows }, (_, i) => [...y.subarray((i * y.length) / rows, ((i + 1) * y.length) / rows)]);

/** One Frank-Wolfe step, everything recomputed from the matrices. */
function slowStep(a: Matrix, x: readonly number[], b: readonly number[], eta: number): number[] {
  const fitted = a.map((row) => sum(row.map((v, j) => v * x[j])));
  const half = x.map((xj, j) => sum(a.map((row, r) => (fitted[r] - b[r]) * row[j])) + eta * xj);
  const i = half.indexOf(Math.min(...half));
  const d = x.map((xj, j) => (j === i ? 1 : 0) - xj);
  if (d.every((v) => v === 0)) return [...x];
  const error = a.map((row, r) => row[i] - fitted[r]);
  const step = -sum(half.map((h, j) => h * d[j])) / (sum(error.map((v) => v * v)) + eta * sum(d.map((v) => v * v)));
  return x.map((xj, j) => xj + Math.min(1, Math.max(0, step)) * d[j]);
}

interface SlowOptions {
  readonly zeta: number;
  readonly intercept: boolean;
  readonly minDecrease: number;
}

function slowWeights(
  y: Matrix,
  { zeta, intercept, minDecrease }: SlowOptions,
  start: readonly number[],
  most: number,
): number[] {
  const centred = intercept ? transpose(transpose(y).map((column) => column.map((v) => v - mean(column)))) : y;
  const a = centred.map((row) => row.slice(0, -1));
  const b = centred.map((row) => row[row.length - 1]);
  let x = [...start];
  const values: number[] = [];
  while (values.length < most) {
    const t = values.length;
    if (t >= 2 && !(values[t - 2] - values[t - 1] > minDecrease ** 2)) break;
    x = slowStep(a, x, b, y.length * zeta ** 2);
    values.push(
      zeta ** 2 * sum(x.map((v) => v * v)) + mean(a.map((row, r) => (sum(row.map((v, j) => v * x[j])) - b[r]) ** 2)),
    );
  }
  return x;
}

const slowSparse = (x: readonly number[]) => {
  const kept = x.map((v) => (v <= Math.max(...x) / 4 ? 0 : v));
  return kept.map((v) => v / sum(kept));
};

interface SlowSetup {
  readonly zetaOmega: number;
  readonly zetaLambda: number;
  readonly minDecrease: number;
}

/** Penalties and stopping rule of the package from the data. */
function slowSetup(y: Matrix, n0: number, t0: number, etaOmega?: number): SlowSetup {
  const changes = y.slice(0, n0).flatMap((row) => row.slice(1, t0).map((v, t) => v - row[t]));
  const noise = Math.sqrt(sum(changes.map((v) => (v - mean(changes)) ** 2)) / (changes.length - 1));
  const eta = etaOmega ?? ((y.length - n0) * (y[0].length - t0)) ** 0.25;
  return { zetaOmega: eta * noise, zetaLambda: 1e-6 * noise, minDecrease: 1e-5 * noise };
}

/** `synthdid_estimate`: rows are units, controls first. Without `levels` the period weights are left at 0 (`sc_estimate`). */
function slowEstimate(
  y: Matrix,
  n0: number,
  t0: number,
  setup: SlowSetup,
  did: boolean,
  start?: { readonly omega: readonly number[]; readonly lambda: readonly number[] },
) {
  const after = (row: readonly number[]) => mean(row.slice(t0));
  const controls = y.slice(0, n0);
  const treated = transpose(y.slice(n0)).map(mean);
  const weightsOf = (matrix: Matrix, options: SlowOptions, from: readonly number[]) =>
    slowWeights(matrix, options, slowSparse(slowWeights(matrix, options, from, 100)), 10_000);
  const minDecrease = setup.minDecrease;
  const lambda = did
    ? weightsOf(
        controls.map((row) => [...row.slice(0, t0), after(row)]),
        { zeta: setup.zetaLambda, intercept: true, minDecrease },
        start?.lambda ?? Array(t0).fill(1 / t0),
      )
    : Array(t0).fill(0);
  const omega = weightsOf(
    transpose([...controls.map((row) => row.slice(0, t0)), treated.slice(0, t0)]),
    { zeta: setup.zetaOmega, intercept: did, minDecrease },
    start?.omega ?? Array(n0).fill(1 / n0),
  );
  const gap = treated.map((v, t) => v - sum(controls.map((row, i) => omega[i] * row[t])));
  return { value: mean(gap.slice(t0)) - sum(lambda.map((l: number, t: number) => l * gap[t])), omega, lambda };
}

describe.each([
  ["synthetic DiD", syntheticDid, true],
  ["synthetic control", syntheticControl, false],
] as const)("%s", (_, method, did) => {
  it.each([
    [12, 3, 8, 4],
    [5, 1, 14, 3],
    [25, 4, 2, 1],
  ])("is the package's algorithm written out (%i controls, %i treated, %i and %i periods)", (n0, n1, before, after) => {
    const one = drawnBlock(n0, n0, n1, before, after);
    const y = [...matrixOf(one.control, n0), ...matrixOf(one.treated, n1)];
    const slow = slowEstimate(y, n0, before, slowSetup(y, n0, before, did ? undefined : 1e-6), did);
    const weights = method(one)(one);
    weights.omega.forEach((w, i) => {
      expect(w).toBeCloseTo(slow.omega[i], 7);
    });
    weights.lambda.forEach((w, t) => {
      expect(w).toBeCloseTo(slow.lambda[t], 7);
    });
    expect(blockEffect(one, weights).value).toBeCloseTo(slow.value, 6);
  });

  it("has the placebo standard error of algorithm 4", async () => {
    const one = drawnBlock(8, 9, 1, 7, 3);
    const y = [...matrixOf(one.control, 9), ...matrixOf(one.treated, 1)];
    const setup = slowSetup(y, 9, 7, did ? undefined : 1e-6);
    const whole = slowEstimate(y, 9, 7, setup, did);
    const found = Array.from({ length: 9 }, (_, i) => {
      const others = Array.from({ length: 9 }, (_, j) => j).filter((j) => j !== i);
      const omega = [...normalised(Float64Array.from(others, (j) => whole.omega[j]))];
      return slowEstimate([...others.map((j) => y[j]), y[i]], 8, 7, setup, did, { omega, lambda: whole.lambda }).value;
    });
    const weigh = method(one);
    const { se } = await placeboSpread(one, weigh, weigh(one), { seed: 3, replications: 50 });
    expect(se).toBeCloseTo(Math.sqrt(mean(found.map((v) => (v - mean(found)) ** 2))), 5);
  });

  it("has the jackknife standard error of algorithm 3", () => {
    const one = drawnBlock(21, 10, 3, 8, 4);
    const weights = method(one)(one);
    const units = [...matrixOf(one.control, 10), ...matrixOf(one.treated, 3)];
    const found = units.map((_, out) => {
      const omega = [...weights.omega].map((w, i) => (i === out ? 0 : w));
      const total = sum(omega);
      const treated = transpose(units.slice(10).filter((_, i) => i + 10 !== out)).map(mean);
      const gap = treated.map((v, t) => v - sum(omega.map((w, i) => (w / total) * units[i][t])));
      return mean(gap.slice(8)) - sum([...weights.lambda].map((l, t) => l * gap[t]));
    });
    const n = found.length;
    expect(jackknifeSpread(one, weights)).toBeCloseTo(
      Math.sqrt(((n - 1) / n) * sum(found.map((v) => (v - mean(found)) ** 2))),
      10,
    );
  });

  it("moves with the outcome: twice the size, twice the effect; a shift changes nothing", () => {
    const [one, two] = [drawnBlock(4, 10, 2, 8, 3), drawnBlock(4, 10, 2, 8, 3, 2)];
    const up: Block = { ...one, control: one.control.map((v) => v + 7), treated: one.treated.map((v) => v + 7) };
    const value = (b: Block) => blockEffect(b, method(b)(b)).value;
    expect(value(two)).toBeCloseTo(2 * value(one), 6);
    expect(value(up)).toBeCloseTo(value(one), 6);
  });
});

describe("what holds for every block", () => {
  it("finds an effect of 3 in simulations: synthetic DiD on average, with jackknife intervals that cover", () => {
    const values: number[] = [];
    let covered = 0;
    for (let seed = 0; seed < 150; seed++) {
      const one = drawnBlock(300 + seed, 40, 12, 12, 3);
      const weights = syntheticDid(one)(one);
      const { value } = blockEffect(one, weights);
      values.push(value);
      if (Math.abs(value - 3) < 1.96 * jackknifeSpread(one, weights)!) covered++;
    }
    const sd = Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
    // Weights from noisy paths leave a little of the trend in.
    expect(Math.abs(mean(values) - 3)).toBeLessThan((4 * sd) / Math.sqrt(150) + 0.05);
    expect(covered / 150).toBeGreaterThan(0.895);
  });

  it("has a path of the controls that meets the treated in the weighted periods before, and an effect that is the gap after", () => {
    const one = drawnBlock(6, 10, 2, 8, 4);
    const weights = syntheticDid(one)(one);
    const { value, treated, control } = blockEffect(one, weights);
    const gap = [...treated].map((v, t) => v - control[t]);
    expect(sum([...weights.lambda].map((l, t) => l * gap[t]))).toBeCloseTo(0, 12);
    expect(mean(gap.slice(8))).toBeCloseTo(value, 12);
    expect(fitBefore({ value, treated, control }, 8)).toBeCloseTo(
      Math.sqrt(mean(gap.slice(0, 8).map((v) => v * v))),
      12,
    );
  });

  it("follows a treated unit that is a mixture of controls", () => {
    const one = drawnBlock(17, 6, 1, 12, 3);
    const rows = matrixOf(one.control, 6);
    const mixed: Block = {
      ...one,
      treated: Float64Array.from(rows[0], (_, t) => 0.3 * rows[1][t] + 0.7 * rows[4][t] + (t >= 12 ? 5 : 0)),
    };
    const effect = blockEffect(mixed, syntheticControl(mixed)(mixed));
    // Frank-Wolfe stops when steps no longer pay, a little before the two weights.
    expect(fitBefore(effect, 12)).toBeLessThan(0.05 * noiseOf(mixed));
    expect(Math.abs(effect.value - 5)).toBeLessThan(0.1);
  });

  it("draws placebos by the seed where there are too many to take each", async () => {
    const one = drawnBlock(5, 8, 2, 6, 2);
    const weigh = syntheticDid(one);
    const weights = weigh(one);
    const at = async (seed: number, replications = 30) => placeboSpread(one, weigh, weights, { seed, replications });
    expect(await at(1)).toEqual(await at(1));
    expect((await at(1)).se).not.toBe((await at(2)).se);
    expect(await at(1)).toMatchObject({ placebos: 30, every: false });
    // Difference in differences has a number for each pair of controls, so draws must come near what all 28 pairs give.
    const even = (b: Block) => ({
      omega: new Float64Array(b.controls).fill(1 / b.controls),
      lambda: new Float64Array(b.before).fill(1 / b.before),
    });
    const change = matrixOf(one.control, 8).map((row) => mean(row.slice(6)) - mean(row.slice(0, 6)));
    const all = change.flatMap((a, i) =>
      change.slice(i + 1).map((b, k) => {
        const rest = change.filter((_, j) => j !== i && j !== i + 1 + k);
        return (a + b) / 2 - mean(rest);
      }),
    );
    const exact = Math.sqrt(mean(all.map((v) => v * v)));
    const { se } = await placeboSpread(one, even, even(one), { seed: 4, replications: 4000 });
    expect(Math.abs(se / exact - 1)).toBeLessThan(0.04);
  });

  it("has no jackknife with one treated unit or with weight on one control", () => {
    const one = drawnBlock(5, 8, 1, 6, 2);
    expect(jackknifeSpread(one, syntheticDid(one)(one))).toBeUndefined();
    const two = drawnBlock(5, 8, 2, 6, 2);
    const omega = Float64Array.from({ length: 8 }, (_, i) => (i === 3 ? 1 : 0));
    expect(jackknifeSpread(two, { omega, lambda: new Float64Array(6) })).toBeUndefined();
  });

  it("knows its noise: the spread of the controls' changes before the start", () => {
    expect(
      noiseOf({
        times: 4,
        before: 3,
        controls: 2,
        control: Float64Array.of(0, 1, 3, 99, 5, 5, 4, -99),
        treatedUnits: 1,
        treated: new Float64Array(4),
      }),
    ).toBeCloseTo(
      // Changes 1, 2, 0, -1: mean 1/2, squares 1/4 + 9/4 + 1/4 + 9/4 = 5, over 3.
      Math.sqrt(5 / 3),
      12,
    );
  });
});

describe("Frank-Wolfe", () => {
  it("comes to the least squares over the simplex, where no direction leads down", () => {
    const normal = normalStream(uniformStream(12));
    const [rows, columns] = [30, 6];
    const a = Float64Array.from({ length: rows * columns }, () => normal());
    const b = Float64Array.from({ length: rows }, () => normal());
    const { x } = frankWolfe(
      { rows, columns, a, b, zeta: 0.3, intercept: false, minDecrease: 1e-9 },
      new Float64Array(columns).fill(1 / columns),
      200_000,
    );
    expect(sum([...x])).toBeCloseTo(1, 12);
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    const rest = Array.from(b, (v, r) => sum([...x].map((w, j) => w * a[r * columns + j])) - v);
    const slope = [...x].map((w, j) => sum(rest.map((v, r) => v * a[r * columns + j])) + rows * 0.09 * w);
    const least = Math.min(...slope);
    // Karush, Kuhn and Tucker: the slope is least wherever there is weight.
    x.forEach((w, j) => {
      expect(w * (slope[j] - least)).toBeLessThan(2e-3);
    });
  });
  it("stays where it is when columns are all alike, and says whether it came to an end", () => {
    const same = {
      rows: 2,
      columns: 2,
      a: Float64Array.of(1, 1, 2, 2),
      b: Float64Array.of(0, 0),
      zeta: 0,
      intercept: false,
      minDecrease: 0,
    };
    const { x, converged } = frankWolfe(same, Float64Array.of(0.25, 0.75), 100);
    expect([...x]).toEqual([0.25, 0.75]);
    expect(converged).toBe(true);
    expect(
      frankWolfe({ ...same, a: Float64Array.of(1, 3, 2, -1), b: Float64Array.of(2, 1) }, Float64Array.of(0.5, 0.5), 1)
        .converged,
    ).toBe(false);
  });
  it("sparsifies: a quarter of the largest or less is nothing", () => {
    expect([...sparsified(Float64Array.of(0.4, 0.1, 0.12, 0.38))]).toEqual([0.4 / 0.9, 0, 0.12 / 0.9, 0.38 / 0.9]);
    expect([...normalised(new Float64Array(4))]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

it("is a block only where there is one start", () => {
  const rows = (starts: readonly number[]) =>
    starts.flatMap((start, u) =>
      [0, 1, 2].map((time) => ({ unit: `${u}`, time, on: time >= start ? (1 as const) : (0 as const), y: u + time })),
    );
  expect(blockOf(panelOf(panelStudy(rows([1, 2, 9]))))).toBeUndefined();
  expect(blockOf(panelOf(panelStudy(rows([2, 2, 9]))))).toMatchObject({
    before: 2,
    treatedUnits: 2,
    controls: 1,
    times: 3,
  });
});
