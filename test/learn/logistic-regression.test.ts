// The oracle is Newton's method with plain loops on a matrix written out; the golden is from statsmodels.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startLooks } from "../../dist/learn/linear/looks.js";
import { linearDesign } from "../../src/learn/linear/design.js";
import { type LogisticRegression, logisticRegression } from "../../src/learn/logistic-regression.js";
import type { Column } from "../../src/num/columns.js";
import { logisticPass } from "../../src/num/gram.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

/** Solves A x = b by elimination with pivots. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < m.length; k++) {
    const pivot = m.slice(k).reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(m[best][k]) ? k + i : best), k);
    [m[k], m[pivot]] = [m[pivot], m[k]];
    for (let i = 0; i < m.length; i++) {
      if (i === k) continue;
      const by = m[i][k] / m[k][k];
      for (let j = k; j <= m.length; j++) m[i][j] -= by * m[k][j];
    }
  }
  return m.map((row, i) => row[m.length] / row[i]);
}

function newton(x: readonly (readonly number[])[], y: ArrayLike<number>, weight: ArrayLike<number>, steps = 30) {
  const size = x[0].length;
  let beta = new Array<number>(size).fill(0);
  let information: number[][] = [];
  for (let step = 0; step < steps; step++) {
    const gradient = new Array<number>(size).fill(0);
    information = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    x.forEach((row, i) => {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * beta[j], 0)));
      for (let j = 0; j < size; j++) {
        gradient[j] += weight[i] * (y[i] - p) * row[j];
        for (let k = 0; k < size; k++) information[j][k] += weight[i] * p * (1 - p) * row[j] * row[k];
      }
    });
    beta = beta.map((value, j) => value + solve(information, gradient)[j]);
  }
  const error = beta.map((_, j) =>
    Math.sqrt(
      solve(
        information,
        beta.map((_, k) => (k === j ? 1 : 0)),
      )[j],
    ),
  );
  return { beta, error };
}

function near(found: LogisticRegression, beta: readonly number[], error: readonly number[], within = 1e-7): void {
  expect(found.coefficients).toHaveLength(beta.length);
  found.coefficients.forEach((one, j) => {
    expect(Math.abs(one.value - beta[j])).toBeLessThan(1e-8 * (1 + Math.abs(beta[j])));
    expect(Math.abs(one.error - error[j])).toBeLessThan(within * (1 + error[j]));
  });
}

describe("logistic regression", () => {
  const rows = 700;
  const uniform = uniformStream(11);
  const normal = normalStream(uniform);
  const a = Float64Array.from({ length: rows }, () => 40 + 12 * normal());
  const b = Float64Array.from({ length: rows }, (_, i) => 0.02 * a[i] + normal());
  const codes = Int32Array.from({ length: rows }, () => Math.floor(uniform() * 3));
  const y = Float64Array.from({ length: rows }, (_, i) =>
    uniform() < 1 / (1 + Math.exp(-(-2 + 0.03 * a[i] - 0.5 * b[i] + 0.4 * codes[i]))) ? 1 : 0,
  );
  const given: Column[] = [
    { kind: "numeric", name: "a", values: a },
    { kind: "numeric", name: "b", values: b },
    { kind: "categorical", name: "c", codes, levels: ["low", "middle", "high", "unused"] },
  ];
  const counts = [0, 1, 2].map((level) => codes.filter((code) => code === level).length);
  const base = counts.indexOf(Math.max(...counts));
  const others = [0, 1, 2].filter((level) => level !== base);
  const matrix = Array.from(a, (value, i) => [1, value, b[i], ...others.map((level) => (codes[i] === level ? 1 : 0))]);

  it("finds the coefficients and errors that plain Newton steps find, in the columns' own units", async () => {
    const { beta, error } = newton(matrix, y, new Array(rows).fill(1));
    const found = await logisticRegression(given, y);
    near(found, beta, error);
    expect(found.status).toBe("converged");
    expect(found.coefficients.map(({ name, level }) => [name, level])).toEqual([
      ["intercept", undefined],
      ["a", undefined],
      ["b", undefined],
      ...others.map((level) => ["c", ["low", "middle", "high"][level]]),
    ]);
  });

  it("agrees with statsmodels 0.14 to 1e-8", async () => {
    // d = pandas.read_csv("examples/jobs/nsw_psid1.csv"); statsmodels.api.Logit(d.treat, add_constant(d[["age", "re75"]])).fit(tol=1e-12)
    const [names, ...lines] = readFileSync("examples/jobs/nsw_psid1.csv", "utf8").trim().split("\n");
    const column = (name: string) => {
      const place = names.split(",").indexOf(name);
      return Float64Array.from(lines, (line) => Number(line.split(",")[place]));
    };
    const numeric = (name: string): Column => ({ kind: "numeric", name, values: column(name) });
    const found = await logisticRegression([numeric("age"), numeric("re75")], column("treat"));
    near(
      found,
      [3.1515533899616246, -0.12030508839932288, -0.00036373131409246325],
      [0.3710867049406497, 0.012239032893521922, 2.972813328038005e-5],
    );
  });

  it("weighs rows by how many observations they stand for", async () => {
    const weight = Float64Array.from({ length: rows }, (_, i) => 1 + (i % 4));
    const heavy = [0, 1, 2].map((level) => weight.reduce((sum, w, i) => sum + (codes[i] === level ? w : 0), 0));
    const reference = heavy.indexOf(Math.max(...heavy));
    const rest = [0, 1, 2].filter((level) => level !== reference);
    const x = Array.from(a, (value, i) => [1, value, b[i], ...rest.map((level) => (codes[i] === level ? 1 : 0))]);
    const { beta, error } = newton(x, y, weight);
    near(await logisticRegression(given, y, { weight }), beta, error);
  });

  it("gives a repeated column no coefficient", async () => {
    const twice = await logisticRegression([...given, { ...given[0], name: "again" } as Column], y);
    expect(twice).toEqual(await logisticRegression(given, y));
  });

  it("says when the outcome is told exactly", async () => {
    const told = Float64Array.from(a, (value) => (value > 40 ? 1 : 0));
    expect((await logisticRegression([given[0]], told)).status).toBe("separated");
  });

  it("refuses an outcome that is not 0 or 1, or is one of them only", async () => {
    await expect(
      logisticRegression(
        given,
        y.map((v) => v + 1),
      ),
    ).rejects.toThrow(/must be 0 or 1 \(given: [12]\)/);
    await expect(logisticRegression(given, new Float64Array(rows))).rejects.toThrow(
      /both values \(given: 0 in every row\)/,
    );
    await expect(logisticRegression([], new Float64Array(0))).rejects.toThrow(/given: no rows/);
  });

  it("is the same bits on 1, 2 and 3 threads, where rows are many enough to be shared", async () => {
    const many = 160_000;
    const columns = Array.from({ length: 4 }, (_, j): Column => {
      const draw = normalStream(uniformStream(5, j));
      return { kind: "numeric", name: `x${j}`, values: Float64Array.from({ length: many }, draw) };
    });
    const outcome = Float64Array.from({ length: many }, (_, i) => (Math.sin(i * 12.9898) > 0.2 ? 1 : 0));
    const design = linearDesign(columns, many);
    const data = {
      design,
      rows: Int32Array.from({ length: many }, (_, i) => i),
      y: outcome,
      weight: new Float64Array(many).fill(1),
    };
    const beta = Float64Array.of(0.1, -0.2, 0.3, 0.05, 1);
    const alone = logisticPass(data, beta, true);
    for (const workers of [1, 2, 3]) {
      const looks = startLooks(many, workers).open(data);
      // At first workers are still on their way.
      expect(await looks.look({ beta, wantGram: true })).toEqual(alone);
      expect(await looks.threads).toBe(workers);
      expect(await looks.look({ beta, wantGram: true })).toEqual(alone);
      looks.close();
    }
  });

  describe("of very many rows", () => {
    const many = 130_000;
    const draw = normalStream(uniformStream(17));
    const x = Array.from({ length: 4 }, (_, j) => Float64Array.from({ length: many }, () => 30 * j + (j + 1) * draw()));
    const coin = uniformStream(18);
    const outcome = Float64Array.from({ length: many }, (_, i) =>
      coin() < 1 / (1 + Math.exp(1 - x[0][i] + 0.2 * (x[1][i] - 30))) ? 1 : 0,
    );
    const columns = x.map((values, j): Column => ({ kind: "numeric", name: `x${j}`, values }));
    const rowsOf = (some: readonly Float64Array[]) =>
      Array.from({ length: many }, (_, i) => [1, ...some.map((v) => v[i])]);

    it("finds what Newton's steps find, on 1, 2 and 3 threads to the same bits", async () => {
      const { beta, error } = newton(rowsOf(x), outcome, new Float64Array(many).fill(1), 9);
      const alone = await logisticRegression(columns, outcome, { workers: 1 });
      near(alone, beta, error, 1e-5);
      for (const workers of [2, 3]) expect(await logisticRegression(columns, outcome, { workers })).toEqual(alone);
    });

    it("knows a column by all rows where some show little or nothing of it: one that hardly varies, one that repeats another", async () => {
      const withRare = (every: number) => {
        const rare = new Float64Array(many);
        for (let i = 8; i < many; i += every) rare[i] = 1;
        return { more: [...columns, { kind: "numeric" as const, name: "rare", values: rare }], all: [...x, rare] };
      };
      // The start looks at 8 rows of 34: of the first column at some of its ones, of the second at none.
      for (const every of [1009, 34 * 30]) {
        const { more, all } = withRare(every);
        const { beta, error } = newton(rowsOf(all), outcome, new Float64Array(many).fill(1), 9);
        near(await logisticRegression(more, outcome), beta, error, 1e-5);
      }
      const { more } = withRare(1009);
      const found = await logisticRegression(more, outcome);
      // In other units, so not to the last bit.
      const again = await logisticRegression([...more, { ...columns[1], name: "again" }], outcome);
      const [values, errors] = [found.coefficients.map((c) => c.value), found.coefficients.map((c) => c.error)];
      near(again, values, errors, 1e-5);
      expect(again.coefficients.map(({ name }) => name)).toEqual(["intercept", "x0", "x1", "x2", "x3", "rare"]);
    });

    it("refuses what is not a finite number, wherever it stands", async () => {
      for (const [row, value] of [
        [0, Number.POSITIVE_INFINITY],
        [many - 1, Number.NaN],
      ]) {
        const values = x[0].slice();
        values[row] = value;
        const broken: Column[] = [{ kind: "numeric", name: "broken", values }, ...columns];
        const said = new RegExp(`"broken": a value is not a finite number \\(given: ${value} in row ${row + 1}\\)`);
        await expect(logisticRegression(broken, outcome)).rejects.toThrow(said);
      }
    });
  });
});
