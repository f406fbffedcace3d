// Oracles: planted laws (their own log loss, which nothing can beat), and algebra that does not need the fit.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { fitNetwork, type NetworkFit, type NetworkFitOptions, type NetworkTask } from "../../src/learn/network/fit.js";
import { probabilityMoments } from "../../src/learn/network/moments.js";
import { hashRows } from "../../src/num/hash.js";
import { normalCdf } from "../../src/num/normal.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { bayesLoss, fittedLoss, linearMu, type Planted, plant, planted } from "../support/planted-network.js";
import { takeColumn } from "../support/samples.js";

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

function near(a: ArrayLike<number>, b: ArrayLike<number>, within: number): void {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  expect(worst).toBeLessThanOrEqual(within);
}

function complaint(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof DiscoError) return error.message;
    throw error;
  }
  return "nothing";
}

/** The task with its rows in another order. */
function reordered(task: NetworkTask, order: Int32Array): NetworkTask {
  const given = task.given.map((column) => takeColumn(column, order)).reverse();
  return {
    ...task,
    given,
    t: Uint8Array.from(order, (i) => task.t[i]),
    y: Float64Array.from(order, (i) => task.y[i]),
    rowHash: hashRows(given, task.rows),
    ...(task.unit ? { unit: Int32Array.from(order, (i) => (task.unit?.[i] ?? 0) + 7) } : {}),
  };
}

describe("fitNetwork() of planted models", () => {
  for (const model of planted) {
    it(`comes within 2 % of the least log loss there can be: ${model.name}`, () => {
      const [n, more] = [6000, 10_000];
      const rows = plant(model, n + more, 1);
      const fit = fitNetwork({ ...rows.task, train: all(n) }, { family: model.family });
      const test = all(n + more).subarray(n);
      const [least, found] = [bayesLoss(model, rows, test), fittedLoss(fit, rows.task, test)];
      expect(found / least).toBeLessThan(1.02);
      // Not better than the truth, but for chance: the average of the losses' difference has a standard error below this.
      expect(found / least).toBeGreaterThan(0.998);
      // What was held out was a fair sample of the same law.
      expect(fit.heldOut!.observations).toBeGreaterThan(n / 6);
      expect(Math.abs(fit.heldOut!.loss / found - 1)).toBeLessThan(0.05);
    });
  }
});

const [binary, numeric] = (["binary", "numeric"] as const).map(
  (outcome): Planted => ({
    name: outcome,
    family: "gaussian",
    outcome,
    mu: linearMu,
    s: () => 1,
    a: [0.8, 1.2],
    b: [-0.3, 0.4],
    noise: outcome === "binary" ? [1, 1] : [0.8, 0.8],
  }),
);

describe("fitNetwork() with units", () => {
  for (const model of [binary, numeric]) {
    it(`tells the individual from chance, and the recurrence with it (${model.name})`, () => {
      const rows = plant(model, 8000, 2, 4);
      const fit = fitNetwork(rows.task, { hidden: [] });
      expect(fit.split.by).toBe("replicates");
      for (const t of [0, 1]) {
        const v = model.a[t] ** 2;
        // 12,000 pairs of occasions in 2,000 units: the share's standard error is about 0.03.
        expect(Math.abs(fit.split.share[t] - v / (v + model.noise[t] ** 2))).toBeLessThan(0.09);
      }
      const { m1, m11, m10 } = fit.moments!;
      const response = (t: number) =>
        rows.u.map((u) =>
          model.outcome === "binary" ? normalCdf(model.a[t] * u + model.b[t]) : model.a[t] * u + model.b[t],
        );
      const [r0, r1] = [response(0), response(1)];
      expect(Math.abs(mean(m11) - mean(r1.map((r) => r * r)))).toBeLessThan(0.05 * mean(m11));
      expect(Math.abs(mean(m10) - mean(r1.map((r, i) => r * r0[i])))).toBeLessThan(
        model.outcome === "binary" ? 0.015 : 0.1,
      );
      expect(Math.abs(mean(m1) - mean(r1))).toBeLessThan(model.outcome === "binary" ? 0.015 : 0.06);
      // What is known of an individual after four occasions: right on average, and as far off as it says.
      const some = all(2000).map((i) => 4 * i);
      const posterior = fit.posterior!(some);
      const told = some.map((i) => i);
      const off = told.reduce((sum, i, k) => sum + (r1[i] - posterior.m1[k]) ** 2, 0) / 2000;
      const blind = told.reduce((sum, i) => sum + (r1[i] - m1[i]) ** 2, 0) / 2000;
      expect(off).toBeLessThan(0.75 * blind);
    });
  }
  it("knows that units of one row are no replicates", () => {
    const { task } = plant(numeric, 200, 3);
    const alone = fitNetwork({ ...task, unit: all(200) }, { hidden: [], noise: "own" });
    expect(alone.split.by).toBe("model");
  });
});

describe("what one row a unit cannot tell", () => {
  it("two-valued outcomes: a U that is known and one that is not have the same probabilities and another recurrence", () => {
    const uniform = uniformStream(1);
    const mu = Float64Array.from({ length: 50 }, () => 4 * uniform() - 2);
    const [a, b, s] = [Float64Array.of(0.8, 1.3), Float64Array.of(-0.4, 0.3), 1.1];
    const shrunk = (values: Float64Array) => values.map((value, t) => value / Math.sqrt(1 + (a[t] * s) ** 2));
    const law = { family: "gaussian" as const, rows: 50, dims: 1, mu };
    const hidden = probabilityMoments({ ...law, s: new Float64Array(50).fill(s), a, b }, []);
    const known = probabilityMoments({ ...law, s: new Float64Array(50), a: shrunk(a), b: shrunk(b) }, []);
    near(hidden.m0, known.m0, 1e-12);
    near(hidden.m1, known.m1, 1e-12);
    expect(mean(hidden.m11) / mean(hidden.m1)).toBeGreaterThan(mean(known.m11) / mean(known.m1) + 0.1);
  });
  it("says what the split rests on", () => {
    const by = (model: Planted, options: NetworkFitOptions = {}) => {
      const { split, notes } = fitNetwork(plant(model, 400, 4).task, { hidden: [], ...options });
      expect(notes.find(({ id }) => id === "individual-and-chance")).toBeDefined();
      return split.by;
    };
    expect(by(binary)).toBe("model");
    expect(by(binary, { spread: 0.5 })).toBe("given");
    const unlike: Planted = { ...numeric, a: [0.5, 1.5] };
    expect(by(unlike)).toBe("equal noise");
    expect(by(unlike, { noise: "own" })).toBe("model");
    expect(by({ ...numeric, a: [1, 1] })).toBe("model");
    expect(by({ ...unlike, mu: () => 0 })).toBe("model");
    const { notes } = fitNetwork(plant(binary, 400, 4).task, { hidden: [], spread: 1 });
    expect(notes.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "The network puts 16 % and 64 % (reference and arm) of what the covariates leave open down to the individual and the rest to chance. That part was given, not learnt.",
        "One dimension stands for the individual, so the two arms' scores are on one line given it, and products of both arms rest on that.",
      ]
    `);
  });
  it("keeps the least recurrence where no spread is allowed: the square of what the covariates tell", () => {
    const { moments } = fitNetwork(plant(binary, 400, 4).task, { hidden: [], spread: 0 });
    near(
      moments!.m11,
      moments!.m1.map((m) => m * m),
      1e-12,
    );
    near(
      moments!.m10,
      moments!.m1.map((m, i) => m * moments!.m0[i]),
      1e-12,
    );
  });
  it("numbers with one noise: the arms' unlike spreads tell the split", () => {
    const rows = plant({ ...numeric, a: [0.5, 1.5] }, 20_000, 5);
    const { split } = fitNetwork(rows.task, { hidden: [], spread: "constant" });
    for (const t of [0, 1]) {
      const v = [0.25, 2.25][t];
      expect(Math.abs(split.share[t] - v / (v + 0.64))).toBeLessThan(0.05);
    }
  });
});

describe("fitNetwork()", () => {
  const numbers = (fit: NetworkFit) =>
    [fit.law.location, fit.law.scale, ...Object.values(fit.moments!).slice(0, 5)] as Float64Array[];
  it("is a function of the seed and of the rows' contents", () => {
    for (const [model, each] of [
      [binary, 1],
      [numeric, 1],
      [binary, 3],
      [numeric, 3],
    ] as const) {
      const { task } = plant(model, 150, 6, each);
      const fit = fitNetwork(task);
      expect(numbers(fitNetwork(task))).toEqual(numbers(fit));
      const order = all(150).map((i) => (i * 77 + 5) % 150);
      const other = numbers(fitNetwork(reordered(task, order)));
      for (const [k, values] of numbers(fit).entries())
        near(
          other[k],
          Float64Array.from(order, (i) => values[i]),
          1e-9,
        );
      expect(numbers(fitNetwork({ ...task, seed: 99 }))).not.toEqual(numbers(fit));
    }
  });
  it("takes a row of weight k as k rows", () => {
    for (const model of [binary, numeric]) {
      const { task } = plant(model, 150, 7);
      const weight = Float64Array.from(task.y, (_, i) => 1 + (i % 3));
      const source = Int32Array.from([...weight].flatMap((k, i) => Array.from({ length: k }, () => i)));
      const given = task.given.map((column) => takeColumn(column, source));
      const weighted = numbers(fitNetwork({ ...task, weight, rowHash: hashRows(task.given, 150, weight) }));
      const copies = numbers(
        fitNetwork({
          ...task,
          rows: source.length,
          given,
          t: Uint8Array.from(source, (i) => task.t[i]),
          y: Float64Array.from(source, (i) => task.y[i]),
          rowHash: hashRows(given, source.length),
        }),
      );
      for (const [k, values] of weighted.entries())
        near(
          copies[k],
          Float64Array.from(source, (i) => values[i]),
          1e-9,
        );
    }
  });
  it("does not look at the outcomes of rows it is not trained on", () => {
    const { task } = plant(numeric, 400, 8);
    const fit = fitNetwork({ ...task, train: all(300) });
    const blank = fitNetwork({ ...task, train: all(300), y: task.y.map((y, i) => (i < 300 ? y : Number.NaN)) });
    expect(numbers(blank)).toEqual(numbers(fit));
  });
  it("follows the outcome's units", () => {
    const { task } = plant(numeric, 300, 9);
    const fit = fitNetwork(task);
    // By a power of two, which rounds nothing.
    const other = fitNetwork({ ...task, y: task.y.map((y) => 8 * y) });
    expect(other.moments!.m1).toEqual(fit.moments!.m1.map((m) => 8 * m));
    expect(other.moments!.m10).toEqual(fit.moments!.m10.map((m) => 64 * m));
    expect(other.action.noise).toEqual(fit.action.noise.map((v) => 64 * v));
    expect(other.heldOut!.loss).toBeCloseTo(fit.heldOut!.loss + Math.log(8), 10);
    expect(other.posterior!(all(20)).m0).toEqual(fit.posterior!(all(20)).m0.map((m) => 8 * m));
  });
  it("has each arm's average as its own among the arm's training rows", () => {
    for (const model of [binary, numeric]) {
      const { task } = plant(model, 500, 10);
      for (const given of [task.given, []]) {
        for (const family of model === binary ? (["gaussian", "cauchy"] as const) : (["gaussian"] as const)) {
          const { moments } = fitNetwork({ ...task, given, rowHash: hashRows(given, 500) }, { family });
          for (const [t, m] of [moments!.m0, moments!.m1].entries()) {
            const own = all(500).filter((i) => task.t[i] === t);
            expect(mean(Array.from(own, (i) => m[i]))).toBeCloseTo(mean(Array.from(own, (i) => task.y[i])), 9);
          }
        }
      }
    }
  });
  it("of Cauchy numbers has medians and probabilities, and no means", () => {
    const model: Planted = { ...numeric, family: "cauchy" };
    const rows = plant(model, 20_000, 11);
    const fit = fitNetwork(rows.task, { family: "cauchy", hidden: [] });
    expect(fit.moments).toBeUndefined();
    const above = fit.above!(1);
    for (const t of [0, 1]) {
      const truth = rows.mu.map((mu) => model.a[t] * mu + model.b[t]);
      const error = Math.sqrt(mean(truth.map((value, i) => (value - fit.medians![t][i]) ** 2)));
      expect(error).toBeLessThan(0.12);
      // P(Y(t) > 1 | W), from the planted law.
      const p = rows.mu.map((mu) => 0.5 + Math.atan((model.a[t] * mu + model.b[t] - 1) / (model.a[t] + 0.8)) / Math.PI);
      const found = t === 1 ? above.m1 : above.m0;
      expect(Math.sqrt(mean(p.map((value, i) => (value - found[i]) ** 2)))).toBeLessThan(0.03);
    }
    const posterior = fit.posterior!(all(3));
    expect([...posterior.centre, ...posterior.spread, ...posterior.m0].every(Number.isFinite)).toBe(true);
  });
  it("in two dimensions follows arms that have nothing in common", () => {
    const n = 12_000;
    const uniform = uniformStream(12);
    const normal = normalStream(uniformStream(12, 1));
    const [x, z] = [0, 1].map(() => Float64Array.from({ length: n }, () => 4 * uniform() - 2));
    const t = Uint8Array.from(x, () => (uniform() < 0.5 ? 1 : 0));
    const truth = [x.map((v) => v), z.map((v) => 1 - 1.5 * v)];
    const y = x.map((_, i) => truth[t[i]][i] + normal());
    const given = [x, z].map((values, j) => ({ kind: "numeric" as const, name: `w${j}`, values }));
    const task: NetworkTask = { rows: n, given, t, outcome: "numeric", y, rowHash: hashRows(given, n), seed: 1 };
    const error = (dims: number) => {
      const { m0, m1 } = fitNetwork(task, { dims, hidden: [] }).moments!;
      return Math.sqrt(mean(truth[0].map((v, i) => (v - m0[i]) ** 2 + (truth[1][i] - m1[i]) ** 2)));
    };
    expect(error(2)).toBeLessThan(0.1);
    expect(error(1)).toBeGreaterThan(0.5);
  });
  it("is finite where the covariates tell everything, or where numbers are huge", () => {
    const { task } = plant(numeric, 300, 13);
    const tell = { kind: "numeric" as const, name: "tell", values: task.y.map((y) => 1e6 * y) };
    const huge = { kind: "numeric" as const, name: "huge", values: task.y.map((_, i) => (i % 50 === 0 ? 1e12 : 0)) };
    for (const outcome of ["numeric", "binary"] as const) {
      const y =
        outcome === "binary"
          ? task.y.map((value) => (value > 0 ? 1 : 0))
          : task.y.map((value, i) => (i === 3 ? 1e9 : value));
      for (const family of ["gaussian", "cauchy"] as const) {
        const fit = fitNetwork({ ...task, outcome, y, given: [...task.given, tell, huge] }, { family });
        const { m1, m10 } = outcome === "numeric" ? fit.above!(0) : fit.moments!;
        expect([...fit.law.location, ...fit.law.scale, ...m1, ...m10].every(Number.isFinite)).toBe(true);
      }
    }
  });
  it("refuses what it cannot do", () => {
    const { task } = plant(binary, 60, 14, 2);
    const { unit: _, ...rows } = task;
    const said = [
      () => fitNetwork(task, { family: "cauchy" }),
      () => fitNetwork(task, { dims: 2 }),
      () => fitNetwork(rows, { dims: 0 }),
      () => fitNetwork(rows, { dims: 2, family: "cauchy" }),
      () => fitNetwork(rows, { spread: -1 }),
      () => fitNetwork({ ...task, weight: new Float64Array(60).fill(2) }),
      () => fitNetwork({ ...rows, t: new Uint8Array(60) }),
      () => fitNetwork({ ...rows, y: rows.y.map((y) => 2 * y) }),
      () => fitNetwork({ ...rows, outcome: "numeric", y: rows.y.map(() => Number.NaN) }),
      () => fitNetwork({ ...rows, outcome: "numeric", y: rows.y.map(() => 3) }),
    ].map(complaint);
    expect(said).toMatchInlineSnapshot(`
      [
        "network: rows of a unit are put together for the Gaussian family only (given: cauchy); use gaussian, or leave out unit",
        "network: rows of a unit are put together in one dimension only (given: dims 2); use dims 1, or leave out unit",
        "network: an individual has one to five dimensions (given: 0); use dims 1 or 2",
        "network: a Cauchy individual has one dimension (given: dims 2); use the Gaussian family, or dims 1",
        "network: the scale of U is a number from 0 on (given: -1); use 1, or let it be learnt",
        "network: rows of units cannot stand for several observations (given: weight and unit); give each observation its own row",
        "network: both arms must have rows to learn from (given: none in the arm); choose other arms",
        "network: a two-valued outcome is neither 0 nor 1 (given: 2); leave out the row, or say which value is a success",
        "network: an outcome is not a number (given: NaN); leave out the row, or say which value is a success",
        "network: the outcome never varies (given: 3); there is nothing to learn",
      ]
    `);
  });
});
