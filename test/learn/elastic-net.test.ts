// Oracles: scikit-learn's numbers, proximal gradient steps written down, the conditions of a minimum and the duality gap, soft thresholds,
// the linear learner where there is no penalty.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { netDesign } from "../../src/learn/elastic-net/design.js";
import { minimise, violation } from "../../src/learn/elastic-net/quadratic.js";
import { type ElasticNetFitted, type ElasticNetOptions, elasticNet } from "../../src/learn/elastic-net.js";
import type { Task } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

const numeric = (name: string, values: ArrayLike<number>): Column => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});
const labelled = (name: string, codes: ArrayLike<number>, levels: number): Column => ({
  kind: "categorical",
  name,
  codes: Int32Array.from(codes),
  levels: Array.from({ length: levels }, (_, level) => `${name}${level}`),
});
const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

interface Problem {
  readonly given: readonly Column[];
  readonly y: Float64Array;
  readonly kind: Task["kind"];
  readonly weight?: Float64Array;
}

function train({ given, y, kind, weight }: Problem, options: ElasticNetOptions = {}, rows = all(y.length)) {
  const rowHash = hashRows(given, y.length, weight);
  const task: Task = { kind, y, rows, rowHash, seed: 1, ...(weight ? { weight } : {}) };
  return elasticNet(options).prepare(given, y.length, weight).fit(task) as ElasticNetFitted;
}

/** Columns as the learner documents them, in the order of its coefficients: numbers, then an indicator for each of three levels or more. */
function written({ given, y, weight }: Problem): { readonly key: string; readonly z: number[] }[] {
  const w = [...(weight ?? y.map(() => 1))];
  const total = w.reduce((a, b) => a + b, 0);
  const standard = (values: readonly number[]) => {
    const mean = values.reduce((sum, value, i) => sum + w[i] * value, 0) / total;
    const sd = Math.sqrt(values.reduce((sum, value, i) => sum + w[i] * (value - mean) ** 2, 0) / total);
    return values.map((value) => (value - mean) / sd);
  };
  return given.flatMap((column) =>
    column.kind === "numeric"
      ? [{ key: column.name, z: standard([...column.values]) }]
      : column.levels
          .map((level, code) => ({
            key: `${column.name}=${level}`,
            z: [...column.codes].map((c) => (c === code ? 1 : 0)),
          }))
          .filter(({ z }) => z.includes(1))
          .filter((_, k, list) => list.length > 2 || k === 1)
          .map(({ key, z }) => ({ key, z: standard(z) })),
  );
}

const keyOf = ({ name, level }: { readonly name: string; readonly level?: string }) =>
  level === undefined ? name : `${name}=${level}`;

/** The coefficients of the written columns, 0 where the fit names none. */
function coefficients(fitted: ElasticNetFitted, columns: readonly { readonly key: string }[]): number[] {
  const by = new Map((fitted.net?.coefficients ?? []).map((c) => [keyOf(c), c.value]));
  return columns.map(({ key }) => by.get(key) ?? 0);
}

function close(a: ArrayLike<number>, b: ArrayLike<number>, within: number): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i]), `place ${i}`).toBeLessThanOrEqual(within);
}

// The numbers below come from this script (scikit-learn 1.9.1, numpy 2.4.6):
//   n = 60; i = np.arange(1, n + 1)
//   x1 = (i * 37 % 101) / 50.5 - 1; x2 = (i * 53 % 97) / 48.5 - 1
//   x3 = 0.7 * x1 + (i * 29 % 89) / 89; x4 = (i * 71 % 83) / 41.5 - 1
//   g = i * 7 % 5 % 3; G = np.stack([(g == k) * 1.0 for k in range(3)], axis=1)
//   X = np.column_stack([x1, x2, x3, x4, G]); Z = (X - X.mean(0)) / X.std(0)
//   y = 2 * x1 - x2 + 0.5 * (g == 1) + (i * 43 % 79) / 79; b = (y + (i * 31 % 67) / 20 > 1.8) * 1
//   for alpha, lam in [(0.5, 0.1), (1.0, 0.05), (0.2, 0.01)]:
//     print(ElasticNet(alpha=lam, l1_ratio=alpha, tol=1e-15, max_iter=10**7).fit(Z, y).coef_)
//   for alpha, lam in [(0.5, 0.05), (1.0, 0.02), (0.0, 0.1)]:
//     m = LogisticRegression(penalty="elasticnet", solver="saga", C=1 / (n * lam), l1_ratio=alpha, tol=1e-14, max_iter=10**6).fit(Z, b)
//     print(m.intercept_, m.coef_)
function script(): { readonly y: Float64Array; readonly b: Float64Array; readonly given: readonly Column[] } {
  const over = (of: (i: number) => number) => Float64Array.from({ length: 60 }, (_, k) => of(k + 1));
  const x1 = over((i) => ((i * 37) % 101) / 50.5 - 1);
  const x2 = over((i) => ((i * 53) % 97) / 48.5 - 1);
  const x3 = over((i) => 0.7 * x1[i - 1] + ((i * 29) % 89) / 89);
  const x4 = over((i) => ((i * 71) % 83) / 41.5 - 1);
  const g = over((i) => ((i * 7) % 5) % 3);
  const y = over((i) => 2 * x1[i - 1] - x2[i - 1] + (g[i - 1] === 1 ? 0.5 : 0) + ((i * 43) % 79) / 79);
  const b = over((i) => (y[i - 1] + ((i * 31) % 67) / 20 > 1.8 ? 1 : 0));
  const given = [numeric("x1", x1), numeric("x2", x2), numeric("x3", x3), numeric("x4", x4), labelled("g", g, 3)];
  return { y, b, given };
}

describe("scikit-learn's numbers", () => {
  const { y, b, given } = script();
  it.each([
    [
      0.5,
      0.1,
      [0.8780413855859074, -0.3273986728212596, 0.07323869321373945, 0, 0, 0.17524788039927372, -0.0013571256752465581],
    ],
    [1, 0.05, [0.9844996857269488, -0.35035209441084875, 0, 0, 0, 0.18672615900773584, 0]],
    [
      0.2,
      0.01,
      [
        1.0126278208446233, -0.398836297620347, 0.02200425595900529, -0.003718766029610289, -0.004215649204612278,
        0.22371517312675412, -0.01883091619673987,
      ],
    ],
  ])("least squares, alpha %d, lambda %d", (alpha, lambda, expected) => {
    const problem: Problem = { given, y, kind: "numeric" };
    close(coefficients(train(problem, { alpha, lambda }), written(problem)), expected, 1e-10);
  });
  it.each([
    [
      0.5,
      0.05,
      1.25070288442428,
      [1.2148961092090136, -0.1457129074217011, 0.3050762858659418, -0.38733420782863526, 0, 0.17011245570215794, 0],
    ],
    [
      1,
      0.02,
      1.56795442344083,
      [2.0088830032621967, -0.3036835917599222, 0.022968935848943522, -0.6222512834084976, 0, 0.33878714492188255, 0],
    ],
    [
      0,
      0.1,
      1.14813773671391,
      [
        0.8474395378308647, -0.17124473713401203, 0.44727607136920916, -0.340892938265954, -0.067335570134293,
        0.1455177359630908, -0.09575320663310717,
      ],
    ],
  ])("logistic, alpha %d, lambda %d", (alpha, lambda, intercept, expected) => {
    const problem: Problem = { given, y: b, kind: "binary" };
    const columns = written(problem);
    const fitted = train(problem, { alpha, lambda });
    close(coefficients(fitted, columns), expected, 1e-6);
    const eta = Float64Array.from(all(60), (i) => expected.reduce((sum, v, j) => sum + v * columns[j].z[i], intercept));
    close(
      fitted.predict(all(60)),
      eta.map((v) => 1 / (1 + Math.exp(-v))),
      1e-6,
    );
  });
});

/** A random problem with correlated numbers and two labels. */
function random(n: number, p: number, seed: number, kind: Task["kind"], weighted = false): Problem {
  const normal = normalStream(uniformStream(seed));
  const uniform = uniformStream(seed, 1);
  const shared = Float64Array.from({ length: n }, normal);
  const xs = Array.from({ length: p }, (_, j) =>
    numeric(
      `x${j}`,
      shared.map((s) => s * ((j % 3) / 2) + normal()),
    ),
  );
  const g = Int32Array.from({ length: n }, () => Math.floor(4 * uniform() ** 1.5));
  const h = Int32Array.from({ length: n }, () => Math.floor(2 * uniform()));
  const eta = shared.map(
    (s, i) => s + 0.5 * (xs[0] as { values: Float64Array }).values[i] - 0.4 * g[i] + 0.5 * h[i] + 0.5,
  );
  const y = eta.map((e) => (kind === "numeric" ? 10 + 3 * e + normal() : uniform() < 1 / (1 + Math.exp(-e)) ? 1 : 0));
  const given = [...xs, labelled("g", g, 4), labelled("h", h, 2)];
  return { given, y, kind, ...(weighted ? { weight: y.map(() => 1 + Math.floor(3 * uniform())) } : {}) };
}

/** Residual y - mean, and the mean product of each written column with it: minus the gradient of the loss. */
function slopes(problem: Problem, fitted: ElasticNetFitted) {
  const { y, weight } = problem;
  const p = fitted.predict(all(y.length));
  const w = weight ?? new Float64Array(y.length).fill(1);
  const total = w.reduce((a, b) => a + b, 0);
  const residual = y.map((value, i) => value - p[i]);
  const columns = written(problem);
  const slope = columns.map(({ z }) => z.reduce((sum, value, i) => sum + w[i] * value * residual[i], 0) / total);
  const mean = residual.reduce((sum, value, i) => sum + w[i] * value, 0) / total;
  return { p, w, total, residual, columns, slope, mean, b: coefficients(fitted, columns) };
}

describe("the minimum", () => {
  const cases = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    alpha: fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
    lambda: fc.constantFrom(0.3, 0.05, 0.01, 0.001),
    kind: fc.constantFrom<Task["kind"]>("binary", "numeric"),
    weighted: fc.boolean(),
    p: fc.constantFrom(2, 8, 60),
  });
  it("satisfies the conditions of Karush, Kuhn and Tucker, with more columns than rows too", () => {
    fc.assert(
      fc.property(cases, ({ seed, alpha, lambda, kind, weighted, p }) => {
        const problem = random(50, p, seed, kind, weighted);
        const fitted = train(problem, { alpha, lambda });
        const { slope, mean, b } = slopes(problem, fitted);
        const size = kind === "numeric" ? 5 : 0.5;
        expect(Math.abs(mean)).toBeLessThan(1e-9 * size);
        slope.forEach((s, j) => {
          const miss =
            b[j] === 0
              ? Math.abs(s) - alpha * lambda
              : Math.abs(s - lambda * (1 - alpha) * b[j] - lambda * alpha * Math.sign(b[j]));
          expect(miss, `column ${j} of ${kind}`).toBeLessThan(1e-9 * size);
        });
        return fitted.status === "converged" || fitted.status === "separated" || fitted.net === undefined;
      }),
      { numRuns: 60, seed: 11 },
    );
  });
  it("leaves no duality gap (least squares)", () => {
    // The elastic net is a lasso with rows sqrt(n lambda (1 - alpha)) I added; dual of the lasso: Kim et al. 2007, section III.
    for (const seed of [1, 2, 3]) {
      const problem = random(80, 12, seed, "numeric");
      const [alpha, lambda] = [0.7, 0.1];
      const { residual, b, slope, total } = slopes(problem, train(problem, { alpha, lambda }));
      const [l1, l2] = [lambda * alpha, lambda * (1 - alpha)];
      const primal =
        residual.reduce((sum, r) => sum + r * r, 0) / (2 * total) +
        b.reduce((sum, v) => sum + l1 * Math.abs(v) + (l2 / 2) * v * v, 0);
      const widest = Math.max(...slope.map((s, j) => Math.abs(s - l2 * b[j])));
      const shrink = Math.min(1, l1 / widest);
      const middle = problem.y.reduce((a, v) => a + v, 0) / total;
      const square = residual.reduce((sum, r) => sum + r * r, 0) / total + l2 * b.reduce((sum, v) => sum + v * v, 0);
      const cross = residual.reduce((sum, r, i) => sum + r * (problem.y[i] - middle), 0) / total;
      const dual = -(shrink * shrink * square) / 2 + shrink * cross;
      expect(primal - dual).toBeGreaterThan(-1e-10);
      expect(primal - dual).toBeLessThan(1e-9 * primal);
    }
  });
  it("is where proximal gradient steps end", () => {
    for (const kind of ["binary", "numeric"] as const) {
      const problem = random(70, 5, 4, kind);
      const [alpha, lambda] = [0.6, 0.04];
      const columns = written(problem);
      const { y } = problem;
      const n = y.length;
      let intercept = kind === "numeric" ? y.reduce((a, v) => a + v, 0) / n : 0;
      let b = columns.map(() => 0);
      const step = 1 / columns.length;
      for (let k = 0; k < 20_000; k++) {
        const rest = y.map((value, i) => {
          const eta = columns.reduce((sum, { z }, j) => sum + z[i] * b[j], intercept);
          return value - (kind === "numeric" ? eta : 1 / (1 + Math.exp(-eta)));
        });
        intercept += step * (rest.reduce((a, v) => a + v, 0) / n);
        b = b.map((value, j) => {
          const moved =
            value +
            step * (columns[j].z.reduce((sum, z, i) => sum + z * rest[i], 0) / n - lambda * (1 - alpha) * value);
          return Math.sign(moved) * Math.max(0, Math.abs(moved) - step * lambda * alpha);
        });
      }
      close(coefficients(train(problem, { alpha, lambda }), columns), b, 1e-8);
    }
  });
  it("is a soft threshold on orthogonal columns", () => {
    // A full factorial design of three signs, 8 rows, twice.
    const signs = [0, 1, 2].map((bit) => Array.from({ length: 16 }, (_, i) => ((i >> bit) & 1 ? 1 : -1)));
    const y = Float64Array.from(
      { length: 16 },
      (_, i) => 3 + 1.2 * signs[0][i] - 0.4 * signs[1][i] + ((i * 7) % 5) / 5,
    );
    const problem: Problem = { given: signs.map((s, j) => numeric(`s${j}`, s)), y, kind: "numeric" };
    const [alpha, lambda] = [0.5, 0.3];
    const plain = signs.map((s) => s.reduce((sum, v, i) => sum + v * y[i], 0) / 16);
    const expected = plain.map(
      (v) => (Math.sign(v) * Math.max(0, Math.abs(v) - alpha * lambda)) / (1 + lambda * (1 - alpha)),
    );
    expect(expected.includes(0)).toBe(true);
    close(coefficients(train(problem, { alpha, lambda }), written(problem)), expected, 1e-13);
  });
  it.each(["binary", "numeric"] as const)("is the linear learner's where there is no penalty (%s)", (kind) => {
    const problem = random(200, 4, 9, kind);
    const rowHash = hashRows(problem.given, 200);
    const plain = linear()
      .prepare(problem.given, 200)
      .fit({ kind, y: problem.y, rows: all(200), rowHash, seed: 1 });
    close(train(problem, { lambda: 0 }).predict(all(200)), plain.predict(all(200)), 1e-8);
    close(train(problem, { lambda: 1e-10 }).predict(all(200)), plain.predict(all(200)), 1e-7);
  });
  it("is found among dependent columns, where the coefficients are many but the fit is one", () => {
    const { given, y } = random(60, 3, 5, "numeric");
    const sum = (given[0] as { values: Float64Array }).values.map(
      (v, i) => v + (given[1] as { values: Float64Array }).values[i],
    );
    const problem: Problem = { given: [...given, numeric("sum", sum)], y, kind: "numeric" };
    const [one, other] = [problem, { ...problem, given: [...problem.given].reverse() }].map((of) =>
      train(of, { alpha: 1, lambda: 0.02 }),
    );
    expect(one.status).toBe("converged");
    close(one.predict(all(60)), other.predict(all(60)), 1e-8);
  });
});

describe("the quadratic's solver", () => {
  it("says when it has not come near enough", () => {
    const b = new Float64Array(2);
    // A column that pulls without any curvature has no minimum.
    expect(
      minimise({ size: 2, curvature: new Float64Array(4), pull: Float64Array.of(1, 0) }, { l1: 0.1, l2: 0 }, b, 1e-9),
    ).toBe(false);
  });
  it("measures how far the conditions are missed", () => {
    expect(violation(Float64Array.of(0.3, 0.5), Float64Array.of(0, 1), { l1: 0.2, l2: 0.1 })).toBeCloseTo(0.2, 14);
    expect(violation(Float64Array.of(0.2, 0.3), Float64Array.of(0, 1), { l1: 0.2, l2: 0.1 })).toBeCloseTo(0, 14);
  });
});

describe("the design", () => {
  it("makes one column of two levels, the same as of a number with two values, and none of a mirror image", () => {
    const h = [0, 1, 1, 0, 1];
    const { columns } = netDesign(
      [
        labelled("h", h, 2),
        numeric("again", h),
        numeric(
          "mirror",
          h.map((v) => 5 - 2 * v),
        ),
      ],
      5,
    );
    expect(columns).toEqual([{ name: "h", level: "h1" }]);
  });
  it("is symmetric in the levels of a label", () => {
    const problem = random(150, 2, 3, "binary");
    const renamed = problem.given.map((column) =>
      column.kind === "categorical"
        ? {
            ...column,
            codes: column.codes.map((c) => column.levels.length - 1 - c),
            levels: [...column.levels].reverse(),
          }
        : column,
    );
    close(train({ ...problem, given: renamed }).predict(all(150)), train(problem).predict(all(150)), 1e-9);
  });
  it("refuses more columns than it can hold", () => {
    const many = labelled("id", all(2100), 2100);
    expect(() => elasticNet().prepare([many], 2100)).toThrow(
      /elastic net: covariate "id": levels would make more than 2000 columns/,
    );
  });
});

describe("the choice of the penalty", () => {
  it("leaves everything out where there is nothing, and finds the few columns that matter among many", () => {
    const normal = normalStream(uniformStream(8));
    const xs = Array.from({ length: 60 }, (_, j) => numeric(`x${j}`, Float64Array.from({ length: 300 }, normal)));
    const column = (j: number) => (xs[j] as { values: Float64Array }).values;
    const noise = Float64Array.from({ length: 300 }, normal);
    const signal = noise.map((e, i) => 1.5 * column(7)[i] - column(20)[i] + e);
    const one = train({ given: xs, y: noise, kind: "numeric" }, { rule: "one-standard-error" });
    expect(one.net!.coefficients).toEqual([]);
    close(one.predict(all(300)), new Float64Array(300).fill(noise.reduce((a, b) => a + b, 0) / 300), 1e-12);
    const found = train({ given: xs, y: signal, kind: "numeric" }, { rule: "one-standard-error" }).net!;
    expect(found.coefficients.map(({ name }) => name)).toEqual(expect.arrayContaining(["x7", "x20"]));
    expect(found.coefficients.length).toBeLessThan(20);
    const least = train({ given: xs, y: signal, kind: "numeric" }).net!;
    expect(least.lambda).toBeLessThan(found.lambda);
    expect(least.validated!.loss).toBeLessThan(found.validated!.loss);
  });
  it("beats the unpenalised fit where columns are many", () => {
    const wins = [1, 2, 3, 4, 5].filter((seed) => {
      const normal = normalStream(uniformStream(seed, 2));
      const uniform = uniformStream(seed, 3);
      const xs = Array.from({ length: 30 }, (_, j) => numeric(`x${j}`, Float64Array.from({ length: 2200 }, normal)));
      const truth = (xs[0] as { values: Float64Array }).values.map((x) => 1 / (1 + Math.exp(-x)));
      const problem: Problem = { given: xs, y: truth.map((p) => (uniform() < p ? 1 : 0)), kind: "binary" };
      const test = all(2200).slice(200);
      const error = (p: Float64Array) => p.reduce((sum, v, i) => sum + (v - truth[200 + i]) ** 2, 0);
      const task: Task = { kind: "binary", y: problem.y, rows: all(200), rowHash: hashRows(xs, 2200), seed: 1 };
      return (
        error(elasticNet().prepare(xs, 2200).fit(task).predict(test)) <
        0.5 * error(linear({ ridge: 1 }).prepare(xs, 2200).fit(task).predict(test))
      );
    });
    expect(wins.length).toBe(5);
  });
  it("chooses on a part of very many rows, the same in any order of them", () => {
    const n = 22_000;
    const { given, y } = random(n, 3, 12, "numeric");
    const turned = (values: Float64Array) => Float64Array.from(values).reverse();
    const other = given.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: turned(column.values) }
        : { ...column, codes: Int32Array.from(column.codes).reverse() },
    );
    const one = train({ given, y, kind: "numeric" });
    close(
      train({ given: other, y: turned(y), kind: "numeric" })
        .predict(all(n))
        .reverse(),
      one.predict(all(n)),
      1e-9,
    );
    const few = train({ given, y, kind: "numeric" }, {}, all(9000));
    // Many rows bear less penalty, about the root of their ratio.
    expect(one.net!.lambda).toBeLessThan(few.net!.lambda * 2);
    const plain = linear()
      .prepare(given, n)
      .fit({ kind: "numeric", y, rows: all(n), rowHash: hashRows(given, n), seed: 1 });
    close(one.predict(all(n)), plain.predict(all(n)), 0.3);
  });
  it("fits an exact law without penalty", () => {
    const problem = random(40, 2, 6, "binary");
    const law = problem.y.map((_, i) => (i + 1) / 820);
    const weighted = { ...problem, weight: law };
    const plain = linear()
      .prepare(problem.given, 40, law)
      .fit({ kind: "binary", y: problem.y, rows: all(40), rowHash: hashRows(problem.given, 40), seed: 1, weight: law });
    close(train(weighted).predict(all(40)), plain.predict(all(40)), 1e-7);
  });
  it("says so where rows are too few to choose, and where the covariates tell all", () => {
    const few = train(random(9, 2, 1, "binary"));
    expect(few.notes.map(({ id }) => id)).toEqual(["elastic-net-few-rows"]);
    const x = Float64Array.from({ length: 40 }, (_, i) => i - 19.5);
    const apart = train({ given: [numeric("x", x)], y: x.map((v) => (v > 0 ? 1 : 0)), kind: "binary" });
    expect(apart.status).toBe("separated");
    expect(apart.notes.map(({ id }) => id)).toEqual(["separation"]);
  });
  it("refuses options that make no sense", () => {
    for (const options of [{ alpha: 1.5 }, { lambda: -1 }, { lambdas: 0 }, { folds: 1 }]) {
      expect(() => elasticNet(options)).toThrow(DiscoError);
    }
  });
});
