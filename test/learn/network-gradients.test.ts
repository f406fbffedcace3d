// Oracle: central differences of the losses, and for the matrix products three nested loops.
import { describe, expect, it } from "vitest";
import { abductionNet, backward, forward, makePass, startAbduction } from "../../src/learn/network/abduction.js";
import { lossAt, type NetworkModel, outputsOf, parametersOf, startAction } from "../../src/learn/network/action.js";
import { networkInputs } from "../../src/learn/network/inputs.js";
import { type Objective, rowObjective } from "../../src/learn/network/likelihood.js";
import { logCauchyCdf, logNormalCdf } from "../../src/learn/network/log-probability.js";
import { addOuter, addProduct, backProduct } from "../../src/learn/network/matrix.js";
import { contentRows, contentUnits } from "../../src/learn/network/rows.js";
import { unitObjective } from "../../src/learn/network/unit-likelihood.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, type Uniform, uniformStream } from "../../src/num/random.js";

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

/** Largest difference between a gradient and central differences, relative to the gradient's size. */
function worst(f: (theta: Float64Array) => number, theta: Float64Array, gradient: ArrayLike<number>, h = 1e-5): number {
  const size = Math.max(1e-3, ...Array.from(gradient, Math.abs));
  let most = 0;
  for (let k = 0; k < theta.length; k++) {
    const moved = (by: number) => f(theta.map((value, i) => (i === k ? value + by : value)));
    most = Math.max(most, Math.abs((moved(h) - moved(-h)) / (2 * h) - gradient[k]) / size);
  }
  return most;
}

function covariates(n: number, numbers: number, labels: number, uniform: Uniform): Column[] {
  const normal = normalStream(uniform);
  return [
    ...Array.from({ length: numbers }, (_, j) => ({
      kind: "numeric" as const,
      name: `x${j}`,
      values: Float64Array.from({ length: n }, () => normal()),
    })),
    ...Array.from({ length: labels }, (_, j) => ({
      kind: "categorical" as const,
      name: `c${j}`,
      codes: Int32Array.from({ length: n }, () => Math.floor(3 * uniform())),
      levels: ["a", "b", "c"],
    })),
  ];
}

interface Shape {
  readonly family: NetworkModel["family"];
  readonly outcome: NetworkModel["outcome"];
  readonly dims?: number;
  readonly spread?: NetworkModel["spread"];
  readonly noise?: NetworkModel["noise"];
  readonly hidden?: readonly number[];
  readonly numbers?: number;
  readonly labels?: number;
  readonly units?: number;
}

/** A network of random shape parameters on random data, and its objective. */
function problem(shape: Shape, n: number, seed: number): { objective: Objective; theta: Float64Array } {
  const {
    family,
    outcome,
    dims = 1,
    spread = "covariates",
    noise = "shared",
    hidden = [4],
    numbers = 3,
    labels = 1,
  } = shape;
  const uniform = uniformStream(seed, 11);
  const normal = normalStream(uniform);
  const given = covariates(n, numbers, labels, uniform);
  const inputs = networkInputs(given, n);
  const net = abductionNet(inputs.width, hidden, outputsOf(dims, spread));
  const model: NetworkModel = { family, outcome, arms: 2, dims, spread, noise, net };
  const y = Float64Array.from({ length: n }, () => (outcome === "binary" ? (uniform() < 0.6 ? 1 : 0) : 2 * normal()));
  const t = Uint8Array.from({ length: n }, () => (uniform() < 0.5 ? 1 : 0));
  const raw = { inputs, rows: all(n), t, y, weight: undefined, rowHash: hashRows(given, n), seed };
  const theta = new Float64Array(parametersOf(model));
  theta.set(startAbduction(net, seed));
  startAction(model, theta, [0.3, -0.2]);
  for (let k = 0; k < theta.length; k++) theta[k] += 0.4 * normal();
  const pass = makePass(net, inputs, n);
  const { units } = shape;
  if (units === undefined) return { objective: rowObjective(model, contentRows(raw), theta.length, pass), theta };
  const unit = Int32Array.from({ length: n }, () => Math.floor(units * uniform()));
  return { objective: unitObjective(model, contentUnits(raw, unit), theta.length, pass), theta };
}

function misfit({ objective, theta }: { objective: Objective; theta: Float64Array }, h?: number): number {
  const items = all(objective.items);
  const share = Float64Array.from(items, (i) => 0.5 + (i % 3));
  const gradient = new Float64Array(theta.length);
  const value = objective.loss(theta, items, share, gradient);
  expect(objective.loss(theta, items, share)).toBe(value);
  return worst((at) => objective.loss(at, items, share), theta, gradient, h);
}

describe("matrix products", () => {
  it("are those of three nested loops, at any size", () => {
    const normal = normalStream(uniformStream(1));
    const draw = (n: number) => Float64Array.from({ length: n }, () => normal());
    for (const [rows, inputs, outputs] of [
      [1, 1, 1],
      [3, 2, 5],
      [4, 7, 4],
      [9, 3, 8],
      [5, 0, 2],
    ]) {
      const [stride, at] = [inputs + 2, 3];
      const x = draw(rows * inputs);
      const d = draw(rows * outputs);
      const w = draw(at + outputs * stride);
      const [out, outer, back] = [draw(rows * outputs), w.slice(), draw(rows * inputs)];
      const [plain, plainOuter, plainBack] = [out.slice(), w.slice(), new Float64Array(rows * inputs)];
      addProduct(out, x, w, at, stride, rows, inputs, outputs);
      addOuter(outer, at, stride, d, x, rows, inputs, outputs);
      backProduct(back, d, w, at, stride, rows, inputs, outputs);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < outputs; j++) {
          for (let k = 0; k < inputs; k++) {
            plain[i * outputs + j] += x[i * inputs + k] * w[at + j * stride + k];
            plainOuter[at + j * stride + k] += d[i * outputs + j] * x[i * inputs + k];
            plainBack[i * inputs + k] += d[i * outputs + j] * w[at + j * stride + k];
          }
        }
      }
      for (const [a, b] of [
        [out, plain],
        [outer, plainOuter],
        [back, plainBack],
      ]) {
        for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i], 12);
      }
    }
  });
});

describe("the abduction net", () => {
  it("goes back as it went forward, for any layers and inputs", () => {
    for (const [seed, hidden] of [[], [3], [5], [4, 3], [2, 3, 2]].entries()) {
      for (const [numbers, labels] of [
        [2, 1],
        [0, 2],
        [3, 0],
      ]) {
        for (const outputs of [1, 2, 4]) {
          const uniform = uniformStream(seed, 100 * numbers + 10 * labels + outputs);
          const normal = normalStream(uniform);
          const n = 7;
          const inputs = networkInputs(covariates(n, numbers, labels, uniform), n);
          const net = abductionNet(inputs.width, hidden, outputs);
          const theta = startAbduction(net, seed).map((value) => value + 0.3 * normal());
          const pass = makePass(net, inputs, 10);
          // Any smooth function of the outputs will do.
          const pull = Float64Array.from({ length: n * outputs }, () => normal());
          const f = (at: Float64Array) => {
            forward(net, at, inputs, all(n), pass);
            return pull.reduce((sum, p, i) => sum + p * pass.out[i] + 0.5 * pass.out[i] ** 2, 0);
          };
          f(theta);
          const dOut = pull.map((p, i) => p + pass.out[i]);
          const gradient = new Float64Array(theta.length);
          backward(net, theta, n, pass, dOut, gradient);
          expect(worst(f, theta, gradient), `${hidden} ${numbers} ${labels} ${outputs}`).toBeLessThan(1e-7);
        }
      }
    }
  });
});

describe("log probabilities", () => {
  it("have their slopes, at all sizes", () => {
    for (const f of [logNormalCdf, logCauchyCdf]) {
      for (const z of [-30, -8, -4.001, -3.999, -1, -0.2, 0, 0.7, 2, 5, 9]) {
        const to = { log: 0, slope: 0 };
        const value = (at: number) => {
          f(at, to);
          return to.log;
        };
        const h = 1e-4;
        const difference = (value(z + h) - value(z - h)) / (2 * h);
        f(z, to);
        expect(Math.abs(difference - to.slope)).toBeLessThan(1e-7 * Math.max(1, Math.abs(to.slope)));
      }
    }
  });
  it("hold far out, where probabilities are lost", () => {
    const to = { log: 0, slope: 0 };
    logNormalCdf(-40, to);
    // mpmath: log(ncdf(-40)), npdf(40)/ncdf(-40)
    expect(to.log).toBeCloseTo(-804.608442013754, 9);
    expect(to.slope).toBeCloseTo(40.0249688472078, 11);
    logNormalCdf(10, to);
    expect(to.log / -7.61985302416053e-24).toBeCloseTo(1, 12);
    for (const x of [1e3, 1e12, 1e200]) {
      logCauchyCdf(-x, to);
      expect(to.log).toBeCloseTo(-Math.log(Math.PI * x), 6);
      expect(Number.isFinite(to.slope)).toBe(true);
      logCauchyCdf(x, to);
      expect(to.log * Math.PI * x).toBeCloseTo(-1, 3);
    }
  });
});

describe("losses", () => {
  const net = abductionNet(1, [], 1);
  const model = (family: NetworkModel["family"], outcome: NetworkModel["outcome"]): NetworkModel => ({
    family,
    outcome,
    arms: 2,
    dims: 1,
    spread: 0,
    noise: "shared",
    net,
  });
  it("are minus the logarithm of densities that add up to one", () => {
    for (const family of ["gaussian", "cauchy"] as const) {
      const to = { loss: 0, location: 0, spread: 0 };
      let sum = 0;
      // A Cauchy law is summed over its quantiles' grid, so that no tail is left.
      const steps = 20_000;
      for (let k = 0; k < steps; k++) {
        const y = 0.4 + Math.tan(Math.PI * ((k + 0.5) / steps - 0.5));
        lossAt(model(family, "numeric"), y, 0.7, 1.3, to);
        sum += (Math.exp(-to.loss) * Math.PI * (1 + (y - 0.4) ** 2)) / steps;
      }
      expect(sum).toBeCloseTo(1, 6);
      lossAt(model(family, "binary"), 1, 0.7, 1.3, to);
      const yes = Math.exp(-to.loss);
      lossAt(model(family, "binary"), 0, 0.7, 1.3, to);
      expect(yes + Math.exp(-to.loss)).toBeCloseTo(1, 13);
    }
  });
  it("have their derivatives, in the tails too", () => {
    for (const family of ["gaussian", "cauchy"] as const) {
      for (const outcome of ["binary", "numeric"] as const) {
        for (const [y, location, spread] of [
          [1, 0.3, 0.8],
          [0, 0.3, 2],
          [1, -20, 1.5],
          [0, 25, 3],
          [1, 1.0001, 5],
        ]) {
          const to = { loss: 0, location: 0, spread: 0 };
          const f = ([l, s]: Float64Array) => {
            lossAt(model(family, outcome), y, l, s, to);
            return to.loss;
          };
          const at = Float64Array.of(location, spread);
          f(at);
          expect(worst(f, at, [to.location, to.spread]), `${family} ${outcome} ${y} ${location}`).toBeLessThan(1e-7);
        }
      }
    }
  });
});

describe("likelihoods", () => {
  for (const family of ["gaussian", "cauchy"] as const) {
    for (const outcome of ["binary", "numeric"] as const) {
      it(`of ${family} ${outcome} rows have their gradient`, () => {
        const shapes: Omit<Shape, "family" | "outcome">[] = [
          {},
          { hidden: [] },
          { hidden: [3, 2], numbers: 0, labels: 2 },
          { spread: "constant" },
          { spread: 0.8, noise: "own" },
          { noise: "own", labels: 0 },
          ...(family === "gaussian" ? [{ dims: 2 }, { dims: 3, spread: "constant" as const }] : []),
        ];
        for (const [seed, shape] of shapes.entries()) {
          expect(misfit(problem({ family, outcome, ...shape }, 12, seed)), JSON.stringify(shape)).toBeLessThan(1e-7);
        }
      });
    }
  }
  for (const outcome of ["binary", "numeric"] as const) {
    it(`of ${outcome} units have their gradient`, () => {
      const shapes: Omit<Shape, "family" | "outcome">[] = [
        { units: 3 },
        { units: 12, hidden: [] },
        { units: 5, spread: "constant" },
        { units: 1, spread: 0.8, noise: "own" },
        { units: 30, noise: "own" },
      ];
      for (const [seed, shape] of shapes.entries()) {
        const fit = misfit(problem({ family: "gaussian", outcome, ...shape }, 24, seed), 1e-4);
        expect(fit, JSON.stringify(shape)).toBeLessThan(3e-6);
      }
    });
  }
  it("of units with one row each are those of rows", () => {
    for (const outcome of ["binary", "numeric"] as const) {
      const shape = { family: "gaussian" as const, outcome };
      const rows = problem(shape, 9, 3);
      const inputsAlone = problem({ ...shape, units: 1e9 }, 9, 3);
      const total = ({ objective }: typeof rows) =>
        objective.loss(rows.theta, all(objective.items), new Float64Array(objective.items).fill(1));
      expect(inputsAlone.objective.items).toBe(9);
      expect(total(inputsAlone) / total(rows)).toBeCloseTo(1, 7);
    }
  });
});
