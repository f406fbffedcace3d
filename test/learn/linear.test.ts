// Oracles: the equations a maximum must satisfy, copies of rows for weights, cell means, Householder's QR for least squares.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import type { Fitted, Task } from "../../src/learn/learner.js";
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
  readonly weight?: Float64Array;
}

interface Choices {
  readonly kind?: Task["kind"];
  readonly ridge?: number;
  readonly rows?: Int32Array;
  readonly start?: Fitted;
}

function train(
  { given, y, weight }: Problem,
  { kind = "binary", ridge = 0, rows = all(y.length), start }: Choices = {},
): Fitted {
  return linear({ ridge })
    .prepare(given, y.length, weight)
    .fit({
      kind,
      y,
      rows,
      rowHash: hashRows(given, y.length, weight),
      seed: 1,
      ...(weight ? { weight } : {}),
      ...(start ? { start } : {}),
    });
}

/** Two numbers and two labels, the outcome depending on all; whole weights from 1 to 3 on request. */
function random(n: number, seed: number, weighted = false, kind: Task["kind"] = "binary"): Problem {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const x = Float64Array.from({ length: n }, normal);
  const z = Float64Array.from({ length: n }, () => 50 + 20 * uniform());
  const g = Int32Array.from({ length: n }, () => Math.floor(4 * uniform() ** 1.5));
  const h = Int32Array.from({ length: n }, () => Math.floor(2 * uniform()));
  const y = Float64Array.from(x, (value, i) => {
    const eta = 0.4 * value + 0.05 * (z[i] - 60) - 0.3 * g[i] + 0.6 * h[i];
    return kind === "numeric" ? eta + normal() : uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  });
  const given = [numeric("x", x), labelled("g", g, 4), numeric("z", z), labelled("h", h, 2)];
  return weighted ? { given, y, weight: Float64Array.from(y, () => 1 + Math.floor(3 * uniform())) } : { given, y };
}

/** Columns as the learner documents them: standardised numbers, indicators against the most frequent level; the intercept first. */
function written({ given, y, weight }: Problem): number[][] {
  const w = weight ?? new Float64Array(y.length).fill(1);
  const total = w.reduce((a, b) => a + b, 0);
  const columns: number[][] = [[...y].map(() => 1)];
  for (const column of given) {
    if (column.kind === "numeric") {
      const mean = column.values.reduce((sum, value, i) => sum + w[i] * value, 0) / total;
      const sd = Math.sqrt(column.values.reduce((sum, value, i) => sum + w[i] * (value - mean) ** 2, 0) / total);
      columns.push([...column.values].map((value) => (value - mean) / sd));
    } else {
      const counts = column.levels.map((_, level) =>
        column.codes.reduce((sum, code, i) => sum + (code === level ? w[i] : 0), 0),
      );
      const base = counts.indexOf(Math.max(...counts));
      column.levels.forEach((_, level) => {
        if (level !== base) columns.push([...column.codes].map((code) => (code === level ? 1 : 0)));
      });
    }
  }
  return columns;
}

/** Least squares by Householder reflections on the columns (full rank): the coefficients. */
function qr(columns: readonly (readonly number[])[], y: readonly number[], weight?: ArrayLike<number>): number[] {
  const root = y.map((_, i) => Math.sqrt(weight ? weight[i] : 1));
  const a = columns.map((column) => column.map((value, i) => value * root[i]));
  const b = y.map((value, i) => value * root[i]);
  const n = b.length;
  for (let k = 0; k < a.length; k++) {
    const norm = Math.sqrt(a[k].slice(k).reduce((sum, value) => sum + value * value, 0));
    const v = a[k].map((value, i) => (i < k ? 0 : value));
    v[k] += a[k][k] >= 0 ? norm : -norm;
    const square = v.reduce((sum, value) => sum + value * value, 0);
    const reflect = (column: number[]) => {
      let dot = 0;
      for (let i = k; i < n; i++) dot += v[i] * column[i];
      for (let i = k; i < n; i++) column[i] -= (2 * dot * v[i]) / square;
    };
    for (let j = k; j < a.length; j++) reflect(a[j]);
    reflect(b);
  }
  const beta = new Array<number>(a.length).fill(0);
  for (let k = a.length - 1; k >= 0; k--) {
    let sum = b[k];
    for (let j = k + 1; j < a.length; j++) sum -= a[j][k] * beta[j];
    beta[k] = sum / a[k][k];
  }
  return beta;
}

const near = (a: ArrayLike<number>, b: ArrayLike<number>, within: number) => {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i])));
  expect(worst).toBeLessThan(within);
};

describe("the score equations X'W(y - p) = ridge x beta", () => {
  for (const weighted of [false, true]) {
    for (const ridge of [0, 0.5, 7]) {
      it(`hold to 1e-8 with ridge ${ridge}, ${weighted ? "weights" : "no weights"}`, () => {
        for (let seed = 0; seed < 8; seed++) {
          const problem = random(250, 20 + seed, weighted);
          const fitted = train(problem, { ridge });
          expect(fitted.status).toBe("converged");
          const p = fitted.predict(all(250));
          const columns = written(problem);
          // The logit of p is linear in the columns; the coefficients follow from it.
          const beta = qr(
            columns,
            [...p].map((value) => Math.log(value / (1 - value))),
          );
          columns.forEach((column, j) => {
            const score = column.reduce((sum, x, i) => sum + (problem.weight?.[i] ?? 1) * x * (problem.y[i] - p[i]), 0);
            expect(Math.abs(score - (j === 0 ? 0 : ridge * beta[j]))).toBeLessThan(1e-8);
          });
        }
      });
    }
  }
  it("hold on the training rows when only some rows are trained on", () => {
    const problem = random(300, 3);
    const rows = all(300).filter((i) => i % 3 !== 0);
    const p = train(problem, { rows }).predict(rows);
    for (const column of written(problem)) {
      expect(Math.abs(rows.reduce((sum, row, i) => sum + column[row] * (problem.y[row] - p[i]), 0))).toBeLessThan(1e-8);
    }
  });
});

describe("large training sets, a level of which has two rows, one success and one failure", () => {
  // More rows than a learner may want to look at all at once. The maximum exists, wherever a first look would put the two rows.
  const n = 120_000;
  const base = random(n, 15);
  const y = base.y.map((value, i) => (i < 2 ? i : value));
  const given = [
    ...base.given,
    labelled(
      "rare",
      Float64Array.from({ length: n }, (_, i) => (i < 2 ? 1 : 0)),
      2,
    ),
  ];
  const prepared = linear().prepare(given, n);
  const rowHash = hashRows(given, n);
  const fits = Array.from({ length: 8 }, (_, seed) => prepared.fit({ kind: "binary", y, rows: all(n), rowHash, seed }));
  it("are fitted without a rescue, whatever the seed", () => {
    expect(fits.map(({ status }) => status)).toEqual(fits.map(() => "converged"));
    expect(fits.flatMap(({ notes }) => notes)).toEqual([]);
  });
  it("satisfy every score equation to a ten-thousandth of its standard error, whatever the seed", () => {
    const columns = written({ given, y });
    for (const fitted of fits) {
      const p = fitted.predict(all(n));
      const worst = columns.map((column) => {
        const score = column.reduce((sum, x, i) => sum + x * (y[i] - p[i]), 0);
        return Math.abs(score) / Math.sqrt(column.reduce((sum, x, i) => sum + x * x * p[i] * (1 - p[i]), 0));
      });
      expect(Math.max(...worst)).toBeLessThan(1e-4);
    }
  });
});

describe("weights", () => {
  it("of k are k copies, for both kinds of outcome", () => {
    for (const kind of ["binary", "numeric"] as const) {
      for (const ridge of [0, 2]) {
        const problem = random(150, 40, true, kind);
        const source = [...problem.y].flatMap((_, i) => Array.from({ length: problem.weight![i] }, () => i));
        const copied: Problem = {
          given: problem.given.map((column) =>
            column.kind === "numeric"
              ? numeric(
                  column.name,
                  source.map((i) => column.values[i]),
                )
              : labelled(
                  column.name,
                  source.map((i) => column.codes[i]),
                  column.levels.length,
                ),
          ),
          y: Float64Array.from(source, (i) => problem.y[i]),
        };
        const a = train(problem, { kind, ridge }).predict(all(150));
        const b = train(copied, { kind, ridge }).predict(all(source.length));
        near(
          Float64Array.from(source, (i) => a[i]),
          b,
          1e-10,
        );
      }
    }
  });
});

describe("a saturated fit", () => {
  it("of one label gives the means of its levels to 1e-12, for both kinds of outcome", () => {
    const uniform = uniformStream(5);
    for (const kind of ["binary", "numeric"] as const) {
      const codes = Int32Array.from({ length: 400 }, (_, i) => (i < 12 ? i % 6 : Math.floor(6 * uniform() ** 2)));
      const y = Float64Array.from(codes, (code, i) =>
        i < 12 ? (i < 6 ? 0 : 1) : kind === "numeric" ? code + uniform() : uniform() < 0.3 + 0.08 * code ? 1 : 0,
      );
      const weight = Float64Array.from(codes, () => 1 + Math.floor(4 * uniform()));
      const p = train({ given: [labelled("g", codes, 6)], y, weight }, { kind }).predict(all(400));
      const mean = (code: number) => {
        const rows = [...codes.keys()].filter((i) => codes[i] === code);
        return rows.reduce((sum, i) => sum + weight[i] * y[i], 0) / rows.reduce((sum, i) => sum + weight[i], 0);
      };
      near(p, Float64Array.from(codes, mean), 1e-12);
    }
  });
});

describe("columns that say nothing new", () => {
  const problem = random(200, 6);
  const expected = train(problem).predict(all(200));
  const [x, g, z, h] = problem.given;
  const values = (column: Column) => (column.kind === "numeric" ? column.values : Float64Array.from(column.codes));
  const codes = (column: Column) => (column.kind === "categorical" ? column.codes : new Int32Array(0));
  const extras: Record<string, readonly Column[]> = {
    "the same columns twice": [...problem.given, ...problem.given],
    "a repeated number": [x, g, z, h, { ...x, name: "x again" }],
    "a repeated label, its levels renumbered": [
      x,
      g,
      z,
      h,
      labelled(
        "g again",
        codes(g).map((code) => 3 - code),
        4,
      ),
    ],
    "a sum of two numbers": [
      numeric(
        "sum",
        values(x).map((value, i) => 3 * value - values(z)[i]),
      ),
      ...problem.given,
    ],
    "the same number in other units": [
      ...problem.given,
      numeric(
        "far",
        values(z).map((value) => 1e3 * value - 7),
      ),
    ],
    "a label's indicator as a number": [numeric("dummy", codes(h)), ...problem.given],
    "a coarser label": [
      labelled(
        "coarse",
        codes(g).map((code) => (code > 1 ? 1 : 0)),
        2,
      ),
      ...problem.given,
    ],
    "a constant number and a constant label": [
      numeric("c", new Float64Array(200).fill(3)),
      ...problem.given,
      labelled("k", new Int32Array(200).fill(1), 3),
    ],
    "levels that no row uses": [x, { ...g, levels: ["g0", "g1", "g2", "g3", "g4", "g5"] } as Column, z, h],
    "another order": [h, z, g, x],
  };
  for (const [name, given] of Object.entries(extras)) {
    it(`change no prediction: ${name}`, () => {
      const fitted = train({ given, y: problem.y });
      expect(fitted.status).toBe("converged");
      near(fitted.predict(all(200)), expected, 1e-9);
    });
    it(`change no prediction of least squares: ${name}`, () => {
      const { y } = random(200, 6, false, "numeric");
      near(
        train({ given, y }, { kind: "numeric" }).predict(all(200)),
        train({ given: problem.given, y }, { kind: "numeric" }).predict(all(200)),
        1e-9,
      );
    });
  }
});

describe("a warm start from a fit to all rows", () => {
  it("gives what a cold start gives, to 1e-8, on every fold", () => {
    for (let seed = 0; seed < 5; seed++) {
      for (const ridge of [0, 3]) {
        const problem = random(400, 60 + seed, seed % 2 === 1);
        const start = train(problem, { ridge });
        for (let fold = 0; fold < 5; fold++) {
          const rows = all(400).filter((i) => i % 5 !== fold);
          near(
            train(problem, { ridge, rows, start }).predict(all(400)),
            train(problem, { ridge, rows }).predict(all(400)),
            1e-8,
          );
        }
      }
    }
  });
  it("gives what a cold start gives on halves, on one tenth of the rows, and on rows unlike the rest", () => {
    const problem = random(1000, 70);
    const start = train(problem);
    const x = problem.given[0].kind === "numeric" ? problem.given[0].values : new Float64Array();
    for (const keep of [(i: number) => i % 2 === 0, (i: number) => i % 10 === 0, (i: number) => x[i] > 0.2]) {
      const rows = all(1000).filter(keep);
      near(train(problem, { rows, start }).predict(all(1000)), train(problem, { rows }).predict(all(1000)), 1e-8);
    }
  });
  it("gives what a cold start gives when the training rows never show a level that other rows have", () => {
    const base = random(300, 71);
    // Level 1 on ten rows, whose outcomes are mixed: a fit to all rows knows it, a fit without them cannot.
    const rare = labelled(
      "rare",
      all(300).map((i) => (i < 10 ? 1 : 0)),
      2,
    );
    const y = base.y.map((value, i) => (i < 10 ? (i < 7 ? 1 : 0) : value));
    const problem = { given: [...base.given, rare], y };
    const rows = all(300).filter((i) => i >= 10);
    const start = train(problem);
    near(train(problem, { rows, start }).predict(all(300)), train(problem, { rows }).predict(all(300)), 1e-8);
  });
  it("gives what a cold start gives when two columns differ only outside the training rows", () => {
    const base = random(300, 72);
    const x = base.given[0].kind === "numeric" ? base.given[0].values : new Float64Array();
    const twin = numeric(
      "twin",
      x.map((value, i) => (i < 20 ? value + (i % 3) - 1 : value)),
    );
    const problem = { given: [...base.given, twin], y: base.y };
    const rows = all(300).filter((i) => i >= 20);
    const start = train(problem);
    near(train(problem, { rows, start }).predict(all(300)), train(problem, { rows }).predict(all(300)), 1e-8);
  });
  it("that was itself held by a penalty changes nothing", () => {
    const base = random(200, 73);
    const tell = numeric(
      "tell",
      base.y.map((value, i) => (i < 100 ? value : 0)),
    );
    const problem = { given: [...base.given, tell], y: base.y };
    const start = train(problem);
    expect(start.status).toBe("separated");
    const rows = all(200).filter((i) => i >= 60);
    near(train(problem, { rows, start }).predict(all(200)), train(problem, { rows }).predict(all(200)), 1e-8);
  });
});

describe("fits without a maximum", () => {
  const within = (p: Float64Array) => expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
  const x = Float64Array.from({ length: 100 }, (_, i) => i - 49.5);
  const separations: Record<string, Problem> = {
    "a number that tells the outcome": { given: [numeric("x", x)], y: x.map((value) => (value > 0 ? 1 : 0)) },
    "a label that tells the outcome": {
      given: [
        labelled(
          "g",
          x.map((value) => (value > 0 ? 1 : 0)),
          2,
        ),
      ],
      y: x.map((value) => (value > 0 ? 1 : 0)),
    },
    "one level with successes only": {
      given: [
        labelled(
          "g",
          x.map((_, i) => i % 5),
          5,
        ),
      ],
      y: x.map((_, i) => (i % 5 === 2 ? 1 : i % 3 === 0 ? 1 : 0)),
    },
    "two numbers that tell it together": {
      given: [
        numeric(
          "a",
          x.map((_, i) => Math.sin(i)),
        ),
        numeric(
          "b",
          x.map((_, i) => Math.cos(3 * i)),
        ),
      ],
      y: x.map((_, i) => (Math.sin(i) + Math.cos(3 * i) > 0.1 ? 1 : 0)),
    },
  };
  for (const [name, problem] of Object.entries(separations)) {
    it(`are reported, and predict finite probabilities: ${name}`, () => {
      const fitted = train(problem);
      expect(fitted.status).toBe("separated");
      expect(fitted.notes.map((note) => note.id)).toContain("separation");
      const p = fitted.predict(all(100));
      within(p);
      // Held, not given up: the successes are still told apart, and the average is kept (the intercept is not penalised).
      const mean = (of: number) =>
        p.reduce((sum, value, i) => sum + (problem.y[i] === of ? value : 0), 0) /
        problem.y.filter((v) => v === of).length;
      expect(mean(1)).toBeGreaterThan(mean(0) + 0.05);
      expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(
        problem.y.reduce((a, b) => a + b, 0),
        7,
      );
    });
  }
  it("are not reported for strong but overlapping effects", () => {
    const uniform = uniformStream(9);
    const strong = Float64Array.from({ length: 2000 }, () => 4 * uniform() - 2);
    const y = strong.map((value) => (uniform() < 1 / (1 + Math.exp(-5 * value)) ? 1 : 0));
    expect(train({ given: [numeric("x", strong)], y }).status).toBe("converged");
  });
  it("are held when there are more columns than rows, and that is said", () => {
    const normal = normalStream(uniformStream(10));
    const given = Array.from({ length: 40 }, (_, j) => numeric(`x${j}`, Float64Array.from({ length: 25 }, normal)));
    for (const kind of ["binary", "numeric"] as const) {
      const y = Float64Array.from({ length: 25 }, (_, i) => (kind === "numeric" ? normal() : i % 2));
      const fitted = train({ given, y }, { kind });
      expect(fitted.notes.map((note) => note.id)).toContain("more-columns-than-rows");
      const p = fitted.predict(all(25));
      expect(p.every(Number.isFinite)).toBe(true);
      expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(
        y.reduce((a, b) => a + b, 0),
        7,
      );
      if (kind === "binary") within(p);
    }
  });
  it("are averages when there is nothing to learn from or about", () => {
    const y = Float64Array.from([1, 0, 1, 1]);
    expect([...train({ given: [], y }).predict(all(4))]).toEqual([0.75, 0.75, 0.75, 0.75]);
    expect([...train({ given: [numeric("x", [1, 2, 3, 4])], y: new Float64Array(4).fill(1) }).predict(all(4))]).toEqual(
      [1, 1, 1, 1],
    );
    expect(train({ given: [numeric("x", [1, 2, 3, 4])], y: new Float64Array(4) }).status).toBe("constant");
  });
});

describe("least squares", () => {
  it("are those of Householder's QR on the raw columns, weights and labels included", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.boolean(), (seed, weighted) => {
        const problem = random(80, seed, weighted, "numeric");
        const raw = written(problem).map((column, j) => (j === 0 ? column : column.map((value) => 3 * value + 1)));
        const beta = qr(raw, [...problem.y], problem.weight);
        const expected = Float64Array.from(problem.y, (_, i) => beta.reduce((sum, b, j) => sum + b * raw[j][i], 0));
        near(train(problem, { kind: "numeric" }).predict(all(80)), expected, 1e-10);
      }),
      { seed: 1, numRuns: 40 },
    );
  });
  it("with a penalty are those of QR with a row for each penalised coefficient", () => {
    const problem = random(80, 12, false, "numeric");
    const columns = written(problem);
    const ridge = 2.5;
    const longer = columns.map((column, j) => [
      ...column,
      ...columns.slice(1).map((_, k) => (k + 1 === j ? Math.sqrt(ridge) : 0)),
    ]);
    const beta = qr(longer, [...problem.y, ...columns.slice(1).map(() => 0)]);
    const expected = Float64Array.from(problem.y, (_, i) => beta.reduce((sum, b, j) => sum + b * columns[j][i], 0));
    near(train(problem, { kind: "numeric", ridge }).predict(all(80)), expected, 1e-11);
  });
});

describe("sizes far from 1", () => {
  it("a covariate with mean 1e6 and spread 1, or spread 1e-6 about 1, changes no prediction", () => {
    for (const kind of ["binary", "numeric"] as const) {
      const problem = random(200, 13, false, kind);
      const expected = train(problem, { kind }).predict(all(200));
      for (const [scale, offset, within] of [
        [1, 1e6, 1e-8],
        [1e-6, 1, 1e-8],
        [1e9, 0, 1e-10],
        [1e-9, 0, 1e-10],
      ]) {
        const given = problem.given.map((column) =>
          column.kind === "numeric"
            ? numeric(
                column.name,
                column.values.map((value) => offset + scale * value),
              )
            : column,
        );
        near(train({ ...problem, given }, { kind }).predict(all(200)), expected, within);
      }
    }
  });
  it("an outcome with mean 1e6 has the predictions of the outcome near 0, moved", () => {
    const problem = random(200, 14, false, "numeric");
    const expected = train(problem, { kind: "numeric" }).predict(all(200));
    const moved = train({ ...problem, y: problem.y.map((value) => value + 1e6) }, { kind: "numeric" }).predict(
      all(200),
    );
    near(
      moved.map((value) => value - 1e6),
      expected,
      1e-8,
    );
  });
});

describe("too many levels", () => {
  const many = (levels: number) =>
    labelled(
      "user",
      Float64Array.from({ length: levels + 5 }, (_, i) => i % levels),
      levels,
    );
  const extra = (n: number) =>
    numeric(
      "x",
      Float64Array.from({ length: n }, (_, i) => i),
    );
  const prepare = (given: readonly Column[], n: number) => () => linear().prepare(given, n);
  it("2,001 are refused, with the column's name and what to do", () => {
    expect(prepare([many(2001)], 2006)).toThrow(DiscoError);
    expect(prepare([many(2001)], 2006)).toThrow(/"user".*2001 levels.*--learner boost/s);
  });
  it("2,000 are taken, and unused ones do not count", () => {
    expect(prepare([many(2000)], 2005)).not.toThrow();
    const column = many(2000);
    const unused = { ...column, levels: Array.from({ length: 5000 }, (_, i) => `u${i}`) } as Column;
    expect(prepare([unused], 2005)).not.toThrow();
  });
  it("are refused whatever the order of the columns", () => {
    expect(prepare([extra(2005), many(2000)], 2005)).toThrow(DiscoError);
    expect(prepare([many(2000), extra(2005)], 2005)).toThrow(DiscoError);
  });
});
