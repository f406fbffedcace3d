import { describe, expect, it } from "vitest";
import { dmlPartial } from "../../src/estimate/dml-partial.js";
import { leastSquares } from "../../src/estimate/least-squares.js";
import { cells } from "../../src/learn/cells.js";
import type { Learner } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import { dealRows } from "../../src/learn/study-folds.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { slowFit, withIntercept } from "./linear/slow.js";
import { reordered, studyOf, type Table } from "./linear/tables.js";
import { EFFECT, groupedWorld, hits, measuredWorld, tolerance } from "./linear/worlds.js";

const dose = { treatment: "t", outcome: "y", given: ["w", "kind"] };
const arms = { treatment: "arm", arms: ["no", "yes"], outcome: "byArm", given: ["w", "kind"] };
const learner = linear();
const ids = (remarks: readonly { id: string }[]) => remarks.map(({ id }) => id);

describe("partially linear double machine learning", () => {
  const world = measuredWorld(240, 5);
  const [t, y, w] = ["t", "y", "w"].map((name) => world[name] as number[]);
  const dummies = ["a", "b"].map((level) => world.kind.map((one) => (one === level ? 1 : 0)));
  it("with one fold and a linear learner is least squares", async () => {
    const { estimate } = await dmlPartial(studyOf(world, dose), { learner, folds: 1 });
    const plain = leastSquares(studyOf(world, dose));
    expect(estimate.value).toBeCloseTo(plain.estimate.value, 9);
    expect(estimate.se! * Math.sqrt(240 / 235)).toBeCloseTo(plain.estimate.se!, 9);
  });
  it("is eq. 4.4 by hand: each fold's means from least squares on the other folds", async () => {
    const study = studyOf(world, dose);
    const { fold } = dealRows(study, 4, 9);
    const x = withIntercept(w, ...dummies);
    const left = (v: readonly number[]) => {
      const out = new Array<number>(v.length);
      for (let k = 0; k < 4; k++) {
        const others = [...v.keys()].filter((i) => fold[i] !== k);
        const { beta } = slowFit(
          others.map((i) => x[i]),
          others.map((i) => v[i]),
        );
        v.forEach((value, i) => {
          if (fold[i] === k) out[i] = value - x[i].reduce((sum, one, j) => sum + one * beta[j], 0);
        });
      }
      return out;
    };
    const [v, u] = [left(t), left(y)];
    const square = v.reduce((sum, one) => sum + one * one, 0);
    const theta = v.reduce((sum, one, i) => sum + one * u[i], 0) / square;
    const spread = v.reduce((sum, one, i) => sum + (one * (u[i] - theta * one)) ** 2, 0);
    const { estimate, diagnostics } = await dmlPartial(study, { learner, folds: 4, deals: 1, seed: 9 });
    expect(estimate.value).toBeCloseTo(theta, 9);
    expect(estimate.se).toBeCloseTo(Math.sqrt(spread) / square, 9);
    expect(diagnostics["treatmentTold"]).toBeCloseTo(
      1 - square / t.reduce((sum, one) => sum + (one - t.reduce((a, b) => a + b, 0) / 240) ** 2, 0),
      9,
    );
  });
  it("never lets a row predict itself: a learner that remembers its rows finds the plain slope, not nonsense", async () => {
    const met: number[] = [];
    const remembers: Learner = {
      name: "memory",
      prepare: () => ({
        notes: [],
        warm: false,
        fit: (task) => {
          const known = new Map([...task.rows].map((row) => [row, task.y[row]]));
          return {
            predict: (rows) =>
              Float64Array.from(rows, (row) => {
                if (known.has(row)) met.push(row);
                return known.get(row) ?? 0;
              }),
            status: "converged",
            notes: [],
          };
        },
      }),
    };
    const { estimate } = await dmlPartial(studyOf(world, dose), { learner: remembers });
    expect(met).toEqual([]);
    expect(estimate.value).toBeCloseTo(
      t.reduce((sum, one, i) => sum + one * y[i], 0) / t.reduce((sum, one) => sum + one * one, 0),
      9,
    );
  });
  it("deals the folds five times up to 1,000 rows and averages the predictions", async () => {
    const { diagnostics } = await dmlPartial(studyOf(world, dose), { learner });
    expect(diagnostics).toMatchObject({ folds: 5, deals: 5, learner: "linear", observations: 240 });
    const large = await dmlPartial(studyOf(measuredWorld(1001, 1), dose), { learner });
    expect(large.diagnostics["deals"]).toBe(1);
    const spread = async (deals: number) => {
      const values: number[] = [];
      for (let seed = 1; seed <= 12; seed++) {
        values.push((await dmlPartial(studyOf(world, dose), { learner, deals, seed })).estimate.value);
      }
      const mean = values.reduce((a, b) => a + b, 0) / 12;
      return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / 11);
    };
    expect(await spread(5)).toBeLessThan(0.8 * (await spread(1)));
  });
  it("gives the same for any order of rows, moves with the outcome's and the dose's unit, and repeats itself", async () => {
    const base = await dmlPartial(studyOf(world, dose), { learner });
    const order = [...t.keys()].map((i) => (i * 77) % 240);
    const moved = reordered({ ...world, y: y.map((one) => 1000 + 10 * one), t: t.map((one) => 2 * one - 3) }, order);
    const other = await dmlPartial(studyOf(moved, dose), { learner });
    expect(new Set(order).size).toBe(240);
    expect(other.estimate.value / 5).toBeCloseTo(base.estimate.value, 9);
    expect(other.estimate.se! / 5).toBeCloseTo(base.estimate.se!, 9);
    const again = await dmlPartial(studyOf(world, dose), { learner });
    expect(again.estimate.value).toBe(base.estimate.value);
  });
  it("turns its sign when the arms are called the other way round, to the penalty's digits", async () => {
    const a = (await dmlPartial(studyOf(world, arms), { learner })).estimate;
    const b = (await dmlPartial(studyOf(world, { ...arms, arms: ["yes", "no"] }), { learner })).estimate;
    expect(b.value).toBeCloseTo(-a.value, 8);
    expect(b.se).toBeCloseTo(a.se!, 8);
  });
  it("compares an arm with the reference on the rows of the two alone", async () => {
    const three = { ...world, arm: world.arm.map((one, i) => (i % 4 === 0 ? "third" : one)) };
    const { estimate, warnings } = await dmlPartial(studyOf(three, { ...arms, arms: ["no", "third", "yes"] }), {
      learner,
      arm: 2,
    });
    const rows = three.arm.flatMap((one, i) => (one === "third" ? [] : [i]));
    const alone = await dmlPartial(studyOf(reordered(three, rows), arms), { learner });
    expect(estimate.value).toBeCloseTo(alone.estimate.value, 10);
    expect(estimate.influence!.length).toBe(240);
    expect(ids(warnings)).toContain("other-arms");
  });
  it("takes counts for observations, with influences by row", async () => {
    const count = t.map((_, i) => 1 + (i % 3));
    const study = studyOf({ ...world, count }, { ...dose, weights: { kind: "counts", column: "count" } });
    const copies = studyOf(
      reordered(
        world,
        count.flatMap((k, i) => new Array(k).fill(i)),
      ),
      dose,
    );
    const [a, b] = [await dmlPartial(study, { learner, deals: 1 }), await dmlPartial(copies, { learner, deals: 1 })];
    expect(a.estimate.value).toBeCloseTo(b.estimate.value, 9);
    expect(a.estimate.se).toBeCloseTo(b.estimate.se!, 9);
    expect(a.estimate.influence!.length).toBe(240);
    expect(a.estimate.influence!.reduce((sum, one, i) => sum + count[i] * one, 0)).toBeCloseTo(0, 7);
  });
  it("is exact on a law: the effect weighted by the variance of the arm, and no standard error", async () => {
    // Two groups with effects 1 and 5, treated with chance 1/2 and 1/10: weights 1/4 and 9/100, (1/4 + 45/100) / (34/100).
    const cell = (w: string, arm: string, share: number, y: number) => ({ w, arm, share, y });
    const list = [
      cell("a", "yes", 0.25, 1),
      cell("a", "no", 0.25, 0),
      cell("b", "yes", 0.05, 8),
      cell("b", "no", 0.45, 3),
    ];
    const table: Table = Object.fromEntries(
      (["w", "arm", "share", "y"] as const).map((name) => [name, list.map((one) => one[name])]),
    );
    const { estimate, interval, assumptions, method } = await dmlPartial(
      studyOf(table, {
        treatment: "arm",
        arms: ["no", "yes"],
        outcome: "y",
        given: ["w"],
        weights: { kind: "law", column: "share" },
      }),
      { learner: cells() },
    );
    expect(estimate.value).toBeCloseTo(70 / 34, 12);
    expect(estimate.se).toBeUndefined();
    expect(interval).toBeUndefined();
    expect(assumptions.find(({ id }) => id === "constant-effect")!.text).toBe(
      "Constant effect, else an average weighted by the variance of arm given the covariates.",
    );
    expect(method).toContain("weighted by the variance of the treatment given the covariates");
  });
  it("refuses a covariate that is the treatment, by name, and a treatment that a learner knows exactly", async () => {
    await expect(
      dmlPartial(studyOf({ ...world, copy: world.arm }, { ...arms, given: ["w", "copy"] }), { learner }),
    ).rejects.toThrow('covariate "copy": it says exactly what the treatment "arm" was');
    // Not linear in the label numbers' sum, but told by the pair: only the cells see it.
    const [a, b] = [0, 1].map((bit) => Array.from({ length: 400 }, (_, i) => ((i >> bit) & 1 ? "x" : "y")));
    const tt = a.map((one, i) => (one === b[i] ? 1 : 0));
    const yy = tt.map((one, i) => one + Math.sin(i));
    await expect(
      dmlPartial(studyOf({ a, b, t: tt, y: yy }, { treatment: "t", outcome: "y", given: ["a", "b"] }), {
        learner: cells(),
      }),
    ).rejects.toThrow('treatment "t": the covariates say exactly what it was');
  });
  it("says how far it is, and may be stopped", async () => {
    const seen: number[] = [];
    let all = 0;
    await dmlPartial(studyOf(world, dose), {
      learner,
      deals: 2,
      onFit: (done, of) => {
        seen.push(done);
        all = of;
      },
    });
    expect(seen).toEqual(Array.from({ length: all }, (_, i) => i));
    await expect(
      dmlPartial(studyOf(world, dose), {
        learner,
        onFit: () => {
          throw new Error("stop");
        },
      }),
    ).rejects.toThrow("stop");
  });
});

describe("intervals of partially linear double machine learning", () => {
  it.each([
    ["doses", 500, 150, dose],
    ["arms", 500, 150, arms],
    ["doses", 2000, 100, dose],
  ])("hold a confounded effect of %s in 95 %% of tables of %i rows", async (_, n, runs, roles) => {
    const { covered, bias, sd } = await hits(runs, EFFECT, (run) =>
      dmlPartial(studyOf(measuredWorld(n, 30_000 + run), roles), { learner, deals: 1 }),
    );
    expect(Math.abs(covered - 0.95)).toBeLessThan(tolerance(runs));
    expect(Math.abs(bias)).toBeLessThan((4 * sd) / Math.sqrt(runs));
  });
  it("hold it where means jump about the covariates and least squares is wrong", async () => {
    const jumps = (n: number, seed: number): Table => {
      const uniform = uniformStream(seed, 21);
      const normal = normalStream(uniform);
      const rows = Array.from({ length: n }, () => {
        const level = Math.floor(6 * uniform());
        const push = [0, 3, -1, 2, -3, 1][level];
        const t = push + normal();
        return { level, label: `l${level}`, t, y: EFFECT * t + push * push + 3 * push + normal() };
      });
      return {
        level: rows.map((row) => row.level),
        label: rows.map((row) => row.label),
        t: rows.map((row) => row.t),
        y: rows.map((row) => row.y),
      };
    };
    const roles = { treatment: "t", outcome: "y" };
    const right = await hits(150, EFFECT, (run) =>
      dmlPartial(studyOf(jumps(500, run), { ...roles, given: ["label"] }), { learner: cells(), deals: 1 }),
    );
    expect(Math.abs(right.covered - 0.95)).toBeLessThan(tolerance(150));
    const wrong = await hits(30, EFFECT, (run) =>
      leastSquares(studyOf(jumps(500, run), { ...roles, given: ["level"] })),
    );
    expect(wrong.covered).toBeLessThan(0.1);
  });
  it("know that rows of a unit hang together, and keep units in one fold", async () => {
    const roles = { treatment: "d", outcome: "yd", given: ["w"] };
    const of = (more: object) =>
      hits(120, EFFECT, (run) =>
        dmlPartial(studyOf(groupedWorld(100, 5, run), { ...roles, ...more }), { learner, deals: 1 }),
      );
    const clustered = await of({ unit: "g" });
    expect(Math.abs(clustered.covered - 0.95)).toBeLessThan(tolerance(120));
    const plain = await of({});
    expect(plain.covered).toBeLessThan(0.88);
    expect(clustered.se).toBeGreaterThan(1.3 * plain.se);
    const study = studyOf(groupedWorld(30, 4, 1), { ...roles, unit: "g" });
    const { fold } = dealRows(study, 5, 1);
    study.unit!.codes.forEach((code, i) => {
      expect(fold[i]).toBe(fold[study.unit!.codes.indexOf(code)]);
    });
  });
});
