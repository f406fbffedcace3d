// Oracles: the max-min formula of isotonic regression, sums written down bin by bin, a slow climb of the likelihood, and predictors whose
// calibration is known.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { between, isotonic, withoutCertainty } from "../../src/learn/calibration/isotonic.js";
import { type CalibrationMethod, calibrationMap, methodFor } from "../../src/learn/calibration/maps.js";
import { isOff } from "../../src/learn/calibration/words.js";
import { calibrate, calibrationOf, calibrationWords } from "../../src/learn/calibration.js";
import type { Fitted, Learner, Task } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import type { CalibrationAnswer } from "../../src/query/calibration.js";

const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const ones = (n: number) => new Float64Array(n).fill(1);
const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));
const logit = (p: number) => Math.log(p / (1 - p));
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** True probabilities (of a given spread of log odds) and what came. */
function draw(n: number, seed: number, spread = 1, middle = 0) {
  const normal = normalStream(uniformStream(seed));
  const uniform = uniformStream(seed, 1);
  const truth = Float64Array.from({ length: n }, () => logistic(middle + spread * normal()));
  return { truth, y: truth.map((p) => (uniform() < p ? 1 : 0)) };
}

describe("isotonic", () => {
  const rows = fc.array(
    fc.record({ p: fc.integer({ min: 0, max: 12 }), y: fc.constantFrom(0, 1), w: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 1, maxLength: 25 },
  );
  it("is the max-min formula's, each block standing at its average (all p told apart and not)", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const columns = (["p", "y", "w"] as const).map((key) =>
          Float64Array.from(list, (row) => (key === "p" ? row.p / 12 : row[key])),
        );
        const fit = isotonic(columns[0], columns[1], columns[2]);
        const levels = [...new Set(list.map(({ p }) => p))].sort((a, b) => a - b);
        const average = (from: number, to: number) => {
          const part = list.filter(({ p }) => p >= from && p <= to);
          return part.reduce((sum, { y, w }) => sum + w * y, 0) / part.reduce((sum, { w }) => sum + w, 0);
        };
        const expected = levels.map((level) =>
          Math.max(
            ...levels
              .filter((low) => low <= level)
              .map((low) => Math.min(...levels.filter((high) => high >= level).map((high) => average(low, high)))),
          ),
        );
        const blocks = [...new Set(expected.map((value) => Math.round(value * 1e9)))];
        expect(fit.value.length).toBe(blocks.length);
        for (const [k, value] of fit.value.entries()) {
          expect(value).toBeCloseTo(blocks[k] / 1e9, 8);
          const own = list.filter(({ p }) => Math.round(expected[levels.indexOf(p)] * 1e9) === blocks[k]);
          const mass = own.reduce((sum, { w }) => sum + w, 0);
          expect(fit.mass[k]).toBe(mass);
          expect(fit.at[k]).toBeCloseTo(own.reduce((sum, { p, w }) => sum + (w * p) / 12, 0) / mass, 12);
        }
      }),
      { numRuns: 2000, seed: 20 },
    );
  });
  it("goes straight from block to block and stays level beyond", () => {
    const blocks = {
      at: Float64Array.of(0.1, 0.5, 0.6),
      value: Float64Array.of(0.2, 0.4, 0.8),
      mass: Float64Array.of(1, 1, 1),
    };
    const p = [0, 0.1, 0.3, 0.5, 0.55, 0.6, 1];
    expect(p.map((x) => between(blocks, x))).toEqual([
      0.2,
      0.2,
      expect.closeTo(0.3, 12),
      0.4,
      expect.closeTo(0.6, 12),
      0.8,
      0.8,
    ]);
    expect(between({ at: Float64Array.of(0.3), value: Float64Array.of(0.7), mass: Float64Array.of(1) }, 0.9)).toBe(0.7);
  });
  it("proves nothing certain", () => {
    const open = (value: readonly number[], mass: readonly number[]) => [
      ...withoutCertainty({
        at: Float64Array.from(value),
        value: Float64Array.from(value),
        mass: Float64Array.from(mass),
      }).value,
    ];
    expect(open([0, 0.5, 1], [9, 4, 4])).toEqual([0.05, 0.5, 0.9]);
    // One row of nothing before a hundred with one: not above them.
    expect(open([0, 0.01, 0.9], [1, 100, 10])).toEqual([0.005, 0.01, 0.9]);
    expect(open([0], [3])).toEqual([0.125]);
    expect(open([1], [3])).toEqual([0.875]);
  });
});

describe("the maps", () => {
  const { truth, y } = draw(800, 2);
  const weight = y.map((_, i) => 1 + (i % 2));
  const p = truth.map((v) => logistic(2 * logit(v) + 0.5));
  it("satisfy the likelihood's equations, a penalty of one observation on each weight", () => {
    const features = { platt: [logit], beta: [Math.log, (v: number) => -Math.log(1 - v)] };
    for (const method of ["platt", "beta"] as const) {
      const map = calibrationMap({ p, y, weight }, method);
      const rest = y.map((value, i) => weight[i] * (value - map(p[i])));
      expect(rest.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 6);
      // The weights, from the map itself: log odds are linear in the features.
      const at = [0.2, 0.5, 0.9].slice(0, features[method].length + 1);
      const eta = at.map((v) => logit(map(v)));
      const columns = at.map((v) => features[method].map((of) => of(v)));
      const weights =
        method === "platt"
          ? [(eta[1] - eta[0]) / (columns[1][0] - columns[0][0])]
          : (() => {
              const [a, b, c, d] = [
                columns[1][0] - columns[0][0],
                columns[1][1] - columns[0][1],
                columns[2][0] - columns[0][0],
                columns[2][1] - columns[0][1],
              ];
              const [e, f] = [eta[1] - eta[0], eta[2] - eta[0]];
              return [(e * d - b * f) / (a * d - b * c), (a * f - e * c) / (a * d - b * c)];
            })();
      for (const [k, of] of features[method].entries()) {
        const pull = rest.reduce((sum, r, i) => sum + r * of(p[i]), 0);
        expect(pull).toBeCloseTo(weights[k] - 1, 5);
      }
    }
  });
  it.each(["platt", "beta", "isotonic"] as const)(
    "%s never falls, brings probabilities nearer to the truth and leaves 0 and 1 to proof",
    (method) => {
      const map = calibrationMap({ p, y, weight }, method);
      const grid = Array.from({ length: 101 }, (_, k) => k / 100);
      for (let k = 1; k < 101; k++) expect(map(grid[k])).toBeGreaterThanOrEqual(map(grid[k - 1]));
      const error = (of: (v: number) => number) => mean(p.map((v, i) => (of(v) - truth[i]) ** 2));
      expect(error(map)).toBeLessThan(0.25 * error((v) => v));
      if (method !== "isotonic") expect([map(0), map(1)]).toEqual([0, 1]);
      else expect(map(0) > 0 && map(1) < 1).toBe(true);
    },
  );
  it("do not turn probabilities round", () => {
    const upside = p.map((v) => 1 - v);
    for (const method of ["platt", "beta", "isotonic"] as const) {
      const map = calibrationMap({ p: upside, y, weight: ones(800) }, method);
      for (const v of [0.1, 0.5, 0.9]) expect(map(v)).toBeCloseTo(mean(y), 1);
    }
  });
  it("are chosen by the observations of the rarer outcome", () => {
    expect([19, 20, 199, 200, 999, 1000].map(methodFor)).toEqual([
      "none",
      "platt",
      "platt",
      "beta",
      "beta",
      "isotonic",
    ]);
  });
});

describe("calibrationOf", () => {
  const { truth, y } = draw(500, 3);
  const p = truth.map((v) => logistic(1.4 * logit(v) + 0.2));
  const count = y.map((_, i) => 1 + (i % 3));
  const found: CalibrationAnswer = { ...calibrationOf(p, y, count), of: "test", sentences: [] };
  const copies = Int32Array.from([...count].flatMap((k, i) => Array.from({ length: k }, () => i)));
  const at = (values: Float64Array) => Float64Array.from(copies, (i) => values[i]);

  it("takes a count of k as k rows, in any order", () => {
    const { bins, ...rest } = found;
    const other = calibrationOf(at(p).reverse(), at(y).reverse());
    const flat = (value: unknown): number[] =>
      typeof value === "number"
        ? [value]
        : typeof value === "object" && value
          ? Object.values(value).flatMap(flat)
          : [];
    const [a, b] = [flat({ ...rest, bins }), flat({ ...other })];
    expect(a.length).toBe(b.length);
    const sortedPair = [flat(bins), flat(other.bins)];
    for (const [k, value] of sortedPair[0].entries()) expect(value).toBeCloseTo(sortedPair[1][k], 9);
    expect(rest.slope!.se).toBeCloseTo(other.slope!.se, 8);
    expect(rest.test!.statistic).toBeCloseTo(other.test!.statistic, 7);
    expect(rest.brier.score).toBeCloseTo(other.brier.score, 12);
  });
  it("has bins of about a tenth each that hold what they say", () => {
    const [q, came] = [at(p), at(y)];
    expect(found.bins.length).toBe(10);
    expect(found.bins.reduce((sum, bin) => sum + bin.observations, 0)).toBe(copies.length);
    for (const { from, to, observations, predicted, came: share, interval } of found.bins) {
      const rows = [...q.keys()].filter((i) => q[i] >= from && q[i] <= to);
      expect(rows.length).toBe(observations);
      expect(Math.abs(observations - copies.length / 10)).toBeLessThanOrEqual(3);
      expect(predicted).toBeCloseTo(mean(rows.map((i) => q[i])), 12);
      expect(share).toBeCloseTo(mean(rows.map((i) => came[i])), 12);
      // Wilson: the ends are where the share is 1.96 standard deviations away.
      for (const end of interval!)
        expect(Math.abs(share - end)).toBeCloseTo(1.959963984540054 * Math.sqrt((end * (1 - end)) / observations), 9);
    }
  });
  it("parts the Brier score so that the parts add up to it", () => {
    const { score, reliability, resolution, uncertainty, spread, covariance } = found.brier;
    const [q, came] = [at(p), at(y)];
    expect(score).toBeCloseTo(mean(q.map((v, i) => (v - came[i]) ** 2)), 13);
    expect(reliability - resolution + uncertainty + spread - covariance).toBeCloseTo(score, 13);
    const bins = found.bins.map(({ from, to }) => [...q.keys()].filter((i) => q[i] >= from && q[i] <= to));
    const n = q.length;
    const [base, average] = [mean(came), (rows: number[], of: Float64Array) => mean(rows.map((i) => of[i]))];
    const over = (of: (rows: number[]) => number) => bins.reduce((sum, rows) => sum + (rows.length / n) * of(rows), 0);
    expect(reliability).toBeCloseTo(
      over((rows) => (average(rows, q) - average(rows, came)) ** 2),
      13,
    );
    expect(resolution).toBeCloseTo(
      over((rows) => (average(rows, came) - base) ** 2),
      13,
    );
    expect(spread).toBeCloseTo(
      over((rows) => mean(rows.map((i) => (q[i] - average(rows, q)) ** 2))),
      13,
    );
    expect(uncertainty).toBeCloseTo(base * (1 - base), 13);
    expect(found.logLoss).toBeCloseTo(-mean(q.map((v, i) => Math.log(came[i] === 1 ? v : 1 - v))), 12);
    expect(found.error.plain).toBeCloseTo(
      over((rows) => Math.abs(average(rows, q) - average(rows, came))),
      13,
    );
  });
  it("has the slope, intercept and errors of a slow climb of the likelihood", () => {
    const [x, came] = [[...at(p)].map(logit), at(y)];
    const price = (a: number, b: number) =>
      x.reduce((sum, v, i) => sum + Math.log(1 + Math.exp(a + b * v)) - came[i] * (a + b * v), 0);
    const slope = (a: number, b: number) => {
      const rest = x.map((v, i) => came[i] - logistic(a + b * v));
      return [rest.reduce((s, r) => s + r, 0), rest.reduce((s, r, i) => s + r * x[i], 0)];
    };
    let [a, b] = [0, 1];
    for (let step = 0; step < 4000; step++) {
      const [da, db] = slope(a, b);
      [a, b] = [a + da / 400, b + db / 1500];
    }
    expect(found.intercept!.value).toBeCloseTo(a, 7);
    expect(found.slope!.value).toBeCloseTo(b, 7);
    const h = 1e-3;
    const second = (i: number, j: number) => {
      const move = (s: number, t: number) =>
        price(a + h * ((i === 0 ? s : 0) + (j === 0 ? t : 0)), b + h * ((i === 1 ? s : 0) + (j === 1 ? t : 0)));
      return (move(1, 1) - move(1, -1) - move(-1, 1) + move(-1, -1)) / (4 * h * h);
    };
    const [aa, ab, bb] = [second(0, 0), second(0, 1), second(1, 1)];
    const det = aa * bb - ab * ab;
    expect(found.intercept!.se).toBeCloseTo(Math.sqrt(bb / det), 5);
    expect(found.slope!.se).toBeCloseTo(Math.sqrt(aa / det), 5);
    // With the slope held at 1 the average probability is what came.
    const level = found.shift!.value;
    expect(mean(x.map((v) => logistic(v + level)))).toBeCloseTo(mean(came), 9);
  });
  it("raises a false alarm in 5 % of calibrated predictors, rare outcomes and few values of p too", () => {
    const runs = 1000;
    for (const [n, spread, middle, round] of [
      [400, 1, 0, false],
      [600, 1.5, -3, false],
      [300, 1, 0, true],
    ] as const) {
      let alarms = 0;
      for (let run = 0; run < runs; run++) {
        const drawn = draw(n, 1000 + run, spread, middle);
        const uniform = uniformStream(run, 9);
        const q = round ? drawn.truth.map((v) => Math.max(1, Math.min(4, Math.round(5 * v))) / 5) : drawn.truth;
        const came = round ? q.map((v) => (uniform() < v ? 1 : 0)) : drawn.y;
        if (isOff(calibrationOf(q, came))) alarms++;
      }
      // Four standard errors of a share of 5 % in 1,000 runs.
      expect(Math.abs(alarms / runs - 0.05), `${n} rows, middle ${middle}`).toBeLessThan(
        4 * Math.sqrt((0.05 * 0.95) / runs),
      );
    }
  });
  it.each([
    ["too extreme", (v: number) => logistic(1.6 * logit(v))],
    ["too timid", (v: number) => logistic(0.6 * logit(v))],
    ["too high", (v: number) => logistic(logit(v) + 0.35)],
    ["bent", (v: number) => v + 0.6 * v * (1 - v) * (v < 0.5 ? -1 : 1) * Math.abs(2 * v - 1)],
    [
      "high in the middle, low at the ends",
      (v: number) => Math.min(0.99, v + 0.09 * Math.cos(3 * Math.PI * (v - 0.5))),
    ],
  ])("catches what is %s", (_, distort) => {
    const caught = Array.from({ length: 40 }, (_, run) => {
      const drawn = draw(2000, 500 + run, 1.2);
      return isOff(calibrationOf(drawn.truth.map(distort), drawn.y));
    }).filter(Boolean).length;
    expect(caught).toBeGreaterThan(32);
  });
  it("knows what chance adds to the average distance", () => {
    const found = Array.from({ length: 400 }, (_, run) => {
      const { truth, y } = draw(500, 3000 + run, 1.2);
      return {
        right: calibrationOf(truth, y).error,
        wrong: calibrationOf(
          truth.map((v) => 0.7 * v + 0.15),
          y,
        ).error,
      };
    });
    const average = (of: (one: (typeof found)[number]) => number) => mean(found.map(of));
    // Right probabilities: what is seen is what chance alone makes, and less of it is left than was.
    expect(average(({ right }) => right.plain / right.byChance)).toBeCloseTo(1, 1);
    expect(Math.abs(average(({ right }) => right.debiased))).toBeLessThan(0.7 * average(({ right }) => right.plain));
    // Wrong ones: nearer to the truth than the plain distance.
    const { truth } = draw(200_000, 1, 1.2);
    const exact = calibrationOf(
      truth.map((v) => 0.7 * v + 0.15),
      truth,
      new Float64Array(200_000).fill(1 / 200_000),
    ).error.plain;
    const [plain, debiased] = [average(({ wrong }) => wrong.plain), average(({ wrong }) => wrong.debiased)];
    expect(plain).toBeGreaterThan(exact);
    expect(Math.abs(debiased - exact)).toBeLessThan(0.6 * (plain - exact));
  });
  it("has no errors, intervals or test for an exact law", () => {
    const law = calibrationOf(
      Float64Array.of(0.2, 0.2, 0.6, 0.6),
      Float64Array.of(0, 1, 0, 1),
      Float64Array.of(0.4, 0.1, 0.2, 0.3),
    );
    expect(law.bins.map(({ came }) => came)).toEqual([0.2, expect.closeTo(0.6, 12)]);
    expect(law.test).toBeUndefined();
    expect(law.bins[0].interval).toBeUndefined();
    expect(law.slope).toEqual({ value: expect.closeTo(1, 9), se: 0 });
    expect(law.error.plain).toBeCloseTo(0, 12);
  });
  it("counts what was certain, and what came all the same", () => {
    const p = Float64Array.from({ length: 60 }, (_, i) => (i < 10 ? 0 : i < 20 ? 1 : 0.5));
    const y = Float64Array.from({ length: 60 }, (_, i) => (i < 10 ? 0 : i < 20 ? 1 : i % 2));
    const right = calibrationOf(p, y);
    expect([right.certain, right.wrong]).toEqual([20, 0]);
    expect(right.logLoss).toBeCloseTo((40 / 60) * Math.LN2, 12);
    y[0] = 1;
    const wrong = calibrationOf(p, y);
    expect([wrong.wrong, wrong.logLoss]).toEqual([1, null]);
    expect(calibrationWords(wrong)[0]).toBe("What was held to be certain failed to come in 1 of 60 observations.");
  });
  it("says what it found in plain words", () => {
    const p = Float64Array.from({ length: 1000 }, (_, i) => (i < 500 ? 0.2 : 0.8));
    const came = (low: number, high: number) =>
      Float64Array.from({ length: 1000 }, (_, i) => ((i < 500 ? i < low : i - 500 < high) ? 1 : 0));
    expect(calibrationWords(calibrationOf(p, came(103, 395)))).toMatchInlineSnapshot(`
      [
        "The probabilities come true as often as they say, as far as 1000 observations can tell (p 0.809; average distance 0.8 points, of which chance alone makes 1.4).",
        "Probabilities near 0.80 came true in 79 % (500 observations; 95 % interval 75 % to 82 %).",
      ]
    `);
    expect(calibrationWords(calibrationOf(p, came(170, 330)))).toMatchInlineSnapshot(`
      [
        "The probabilities are off by more than chance explains (p below 0.001; average distance 14.0 points, of which chance alone makes 1.4): they are too near to 0 and 1 (slope 0.48).",
        "Probabilities near 0.80 came true in 66 % (500 observations; 95 % interval 62 % to 70 %).",
      ]
    `);
    expect(calibrationWords(calibrationOf(p, came(160, 435)))).toMatchInlineSnapshot(`
      [
        "The probabilities are off by more than chance explains (p below 0.001; average distance 9.5 points, of which chance alone makes 1.4): they average 50 %, and 60 % came true.",
        "Probabilities near 0.20 came true in 32 % (500 observations; 95 % interval 28 % to 36 %).",
        "Probabilities near 0.80 came true in 87 % (500 observations; 95 % interval 84 % to 90 %).",
      ]
    `);
    expect(calibrationWords(calibrationOf(p.subarray(0, 10), came(2, 0).subarray(0, 10)))[0]).toBe(
      "Too little is in doubt to test whether the probabilities are right.",
    );
  });
});

/** A learner that says a distortion of the truth, whatever it is taught. */
const distorted = (
  truth: Float64Array,
  by: (p: number) => number,
  status: Fitted["status"] = "converged",
): Learner => ({
  name: "distorted",
  prepare: () => ({
    notes: [],
    warm: false,
    fit: () => ({ predict: (rows) => Float64Array.from(rows, (row) => by(truth[row])), status, notes: [] }),
  }),
});

describe("calibrate", () => {
  const sizes: readonly (readonly [number, CalibrationMethod])[] = [
    [200, "platt"],
    [1200, "beta"],
    [6000, "beta"],
  ];
  const taskOf = (y: Float64Array, x: Float64Array): [Column[], Task] => {
    const given: Column[] = [{ kind: "numeric", name: "x", values: x }];
    return [given, { kind: "binary", y, rows: all(y.length), rowHash: hashRows(given, y.length), seed: 1 }];
  };
  it.each(sizes)("repairs what is too extreme, and harms little what is right (%d rows: %s)", (n, method) => {
    const { truth, y } = draw(n, 7);
    const [given, task] = taskOf(y, truth);
    const error = (learner: Learner) => {
      const fitted = learner.prepare(given, n).fit(task);
      return {
        of: mean(fitted.predict(all(n)).map((p, i) => (p - truth[i]) ** 2)),
        ids: fitted.notes.map(({ id }) => id),
      };
    };
    const extreme = distorted(truth, (p) => logistic(2.5 * logit(p)));
    const repaired = error(calibrate(extreme));
    expect(repaired.ids).toEqual(["recalibrated"]);
    expect(repaired.of).toBeLessThan(0.15 * error(extreme).of);
    expect(repaired.of).toBe(error(calibrate(extreme, { method })).of);
    expect(error(calibrate(distorted(truth, (p) => p))).of).toBeLessThan(0.003);
  });
  it("takes isotonic regression only where a curve is not enough", () => {
    const { truth, y } = draw(12_000, 7);
    const [given, task] = taskOf(y, truth);
    const stairs = (p: number) => 0.1 + 0.8 * (p < 0.35 ? 0.6 * p : p < 0.65 ? 0.2 * (p - 0.35) + 0.21 : p);
    const error = (options: { readonly method?: CalibrationMethod }) => {
      const fitted = calibrate(distorted(truth, stairs), options).prepare(given, 12_000).fit(task);
      return { of: mean(fitted.predict(all(12_000)).map((p, i) => (p - truth[i]) ** 2)), text: fitted.notes[0].text };
    };
    expect(error({}).text).toMatch(/recalibrated by isotonic regression on rows it had not seen/);
    expect(error({}).of).toBe(error({ method: "isotonic" }).of);
    expect(error({}).of).toBeLessThan(error({ method: "beta" }).of);
  });
  it("learns its map from rows that the fit had not seen", () => {
    // Says what came for rows it was taught, and a coin for others: taken at its word on its own rows it would seem perfect.
    const parrot: Learner = {
      name: "parrot",
      prepare: () => ({
        notes: [],
        warm: false,
        fit: ({ rows, y }) => {
          const taught = new Set(rows);
          return {
            predict: (asked) =>
              Float64Array.from(asked, (row) => (taught.has(row) ? 0.02 + 0.96 * y[row] : row % 2 ? 0.02 : 0.98)),
            status: "converged",
            notes: [],
          };
        },
      }),
    };
    const { truth, y } = draw(1000, 8);
    const [given, task] = taskOf(y, truth);
    const p = calibrate(parrot).prepare(given, 1000).fit(task).predict(all(1000));
    for (const value of p) expect(Math.abs(value - mean(y))).toBeLessThan(0.1);
  });
  it("passes numbers and exact laws on, and leaves alone what it cannot judge, saying so", () => {
    const { truth, y } = draw(200, 9);
    const [given, task] = taskOf(y, truth);
    const same = (learner: Learner, one: Task, weight?: Float64Array) => {
      const [a, b] = [calibrate(learner), learner].map((l) => l.prepare(given, 200, weight).fit(one));
      expect(a.predict(all(200))).toEqual(b.predict(all(200)));
      return a.notes.map(({ id }) => id);
    };
    expect(same(linear(), { ...task, kind: "numeric" })).toEqual([]);
    const weight = ones(200).map(() => 1 / 200);
    expect(same(linear(), { ...task, weight }, weight)).toEqual([]);
    expect(same(linear(), { ...task, rows: all(30) })).toEqual(["not-recalibrated"]);
    expect(
      same(
        distorted(truth, (p) => p, "not-converged"),
        task,
      ),
    ).toEqual(["not-recalibrated"]);
    expect(() => calibrate(linear(), { folds: 1 })).toThrow("calibrate: cross-fitting needs two parts");
  });
});
