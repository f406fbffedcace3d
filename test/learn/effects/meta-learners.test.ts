import { describe, expect, it } from "vitest";
import { drLearner } from "../../../src/learn/effects/dr-learner.js";
import type { EffectTask } from "../../../src/learn/effects/effect-learner.js";
import { rLearner } from "../../../src/learn/effects/r-learner.js";
import { sLearner } from "../../../src/learn/effects/s-learner.js";
import { tLearner } from "../../../src/learn/effects/t-learner.js";
import { xLearner } from "../../../src/learn/effects/x-learner.js";
import { linear } from "../../../src/learn/linear.js";
import { chances, effectTask, lines, logistic, nothing } from "../../support/effect-task.js";
import { inverse, times, transposed } from "../../support/matrix.js";

const learner = linear();
const rowsOf = (task: EffectTask) => Array.from({ length: task.rows }, (_, i) => i);

/** One, x, z, indicators of two groups, noise: the plain design. */
function designRow({ given }: EffectTask, i: number): number[] {
  return [
    1,
    ...given.flatMap((column) =>
      column.kind === "numeric" ? [column.values[i]] : [1, 2].map((k) => (column.codes[i] === k ? 1 : 0)),
    ),
  ];
}

/** Weighted least squares with its HC1 sandwich, by the books. */
function regress(x: number[][], y: number[], w: number[] = y.map(() => 1), count: number[] = y.map(() => 1)) {
  const xw = x.map((row, i) => row.map((v) => v * w[i] * count[i]));
  const bread = inverse(times(transposed(xw), x));
  const beta = times(
    bread,
    times(
      transposed(xw),
      y.map((v) => [v]),
    ),
  ).map(([v]) => v);
  const residual = y.map((v, i) => v - x[i].reduce((s, z, k) => s + z * beta[k], 0));
  const scores = x.map((row, i) => row.map((v) => v * w[i] * residual[i] * Math.sqrt(count[i])));
  const n = count.reduce((a, b) => a + b, 0);
  const covariance = times(times(bread, times(transposed(scores), scores)), bread).map((row) =>
    row.map((v) => (v * n) / (n - beta.length)),
  );
  return { beta, covariance, residual, bread };
}

const at = (row: number[], beta: number[]) => row.reduce((s, v, k) => s + v * beta[k], 0);
const spread = (row: number[], covariance: number[][]) =>
  Math.sqrt(
    at(
      row,
      covariance.map((c) => at(row, c)),
    ),
  );

/** Holds a learner's effects and errors against `slow`, which learns from the rows outside each fold. */
function holds(
  task: EffectTask,
  fit: { effect: Float64Array; error?: Float64Array },
  slow: (learnt: number[]) => (i: number) => readonly [number, number?],
) {
  for (let k = 0; k < task.folds; k++) {
    const said = slow(rowsOf(task).filter((i) => task.fold[i] !== k));
    for (const i of rowsOf(task)
      .filter((j) => task.fold[j] === k)
      .slice(0, 20)) {
      const [effect, error] = said(i);
      expect(fit.effect[i]).toBeCloseTo(effect, 8);
      if (error !== undefined) expect(fit.error![i]).toBeCloseTo(error, 8);
    }
  }
}

describe("linear meta-learners are what the books say, fold by fold", () => {
  const { task } = effectTask(lines, 300, 1);
  const x = rowsOf(task).map((i) => designRow(task, i));
  const arm = (t: number, learnt: number[]) => learnt.filter((i) => task.t[i] === t);
  const ofRows = (rows: number[], y: ArrayLike<number>) =>
    regress(
      rows.map((i) => x[i]),
      rows.map((i) => y[i]),
    );

  it("T: each arm's regression, errors added in squares", async () => {
    holds(task, await tLearner({ learner }).fit(task), (learnt) => {
      const [zero, one] = [0, 1].map((t) => ofRows(arm(t, learnt), task.y));
      return (i) => [
        at(x[i], one.beta) - at(x[i], zero.beta),
        Math.hypot(spread(x[i], one.covariance), spread(x[i], zero.covariance)),
      ];
    });
  });
  it("S: one regression with the treatment and its products, which are T's effects", async () => {
    const [s, t] = [await sLearner({ learner }).fit(task), await tLearner({ learner }).fit(task)];
    expect(Math.max(...s.effect.map((v, i) => Math.abs(v - t.effect[i])))).toBeLessThan(1e-8);
    const joint = (i: number, a: number) => [...x[i], ...x[i].map((v) => a * v)];
    holds(task, s, (learnt) => {
      const { covariance } = regress(
        learnt.map((i) => joint(i, task.t[i])),
        learnt.map((i) => task.y[i]),
      );
      return (i) => [
        s.effect[i],
        spread(
          joint(i, 1).map((v, k) => v - joint(i, 0)[k]),
          covariance,
        ),
      ];
    });
  });
  it("X: imputed effects of both arms, weighted by the propensity", async () => {
    holds(task, await xLearner({ learner }).fit(task), (learnt) => {
      const [zero, one] = [0, 1].map((t) => ofRows(arm(t, learnt), task.y).beta);
      const d1 = ofRows(
        arm(1, learnt),
        rowsOf(task).map((i) => task.y[i] - at(x[i], zero)),
      ).beta;
      const d0 = ofRows(
        arm(0, learnt),
        rowsOf(task).map((i) => at(x[i], one) - task.y[i]),
      ).beta;
      return (i) => [task.e[i] * at(x[i], d0) + (1 - task.e[i]) * at(x[i], d1)];
    });
  });
  it("R: residual on residual, weighted least squares", async () => {
    const rest = rowsOf(task).map((i) => task.t[i] - task.e[i]);
    const ratio = rowsOf(task).map(
      (i) => (task.y[i] - (1 - task.e[i]) * task.m[0][i] - task.e[i] * task.m[1][i]) / rest[i],
    );
    holds(task, await rLearner({ learner }).fit(task), (learnt) => {
      const { beta, covariance } = regress(
        learnt.map((i) => x[i]),
        learnt.map((i) => ratio[i]),
        learnt.map((i) => rest[i] ** 2),
      );
      return (i) => [at(x[i], beta), spread(x[i], covariance)];
    });
  });
  it("DR: least squares of the pseudo-outcome", async () => {
    const score = rowsOf(task).map((i) => {
      const [m0, m1] = [task.m[0][i], task.m[1][i]];
      return (
        m1 - m0 + (task.t[i] * (task.y[i] - m1)) / task.e[i] - ((1 - task.t[i]) * (task.y[i] - m0)) / (1 - task.e[i])
      );
    });
    holds(task, await drLearner({ learner }).fit(task), (learnt) => {
      const { beta, covariance } = ofRows(learnt, score);
      return (i) => [at(x[i], beta), spread(x[i], covariance)];
    });
  });
  it("T for two values: the delta method of two logits", async () => {
    const { task: two } = effectTask(chances, 600, 2);
    const one = { ...two, folds: 1, fold: new Uint8Array(600) };
    const fit = await tLearner({ learner }).fit(one);
    const z = rowsOf(one).map((i) => designRow(one, i));
    for (const t of [0, 1] as const) {
      const own = rowsOf(one).filter((i) => one.t[i] === t);
      // At the maximum X'(y - p) = 0; the sandwich by definition.
      const p = own.map((i) => fit.arms!.m[t][i]);
      const gradient = z[0].map((_, k) => own.reduce((s, i, o) => s + z[i][k] * (one.y[i] - p[o]), 0));
      expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-6);
      const rows = own.map((i) => z[i]);
      const bread = inverse(times(transposed(rows.map((row, o) => row.map((v) => v * p[o] * (1 - p[o])))), rows));
      const scores = rows.map((row, o) => row.map((v) => v * (one.y[own[o]] - p[o])));
      const meat = times(transposed(scores), scores);
      const covariance = times(times(bread, meat), bread).map((row) =>
        row.map((v) => (v * own.length) / (own.length - 6)),
      );
      for (let i = 0; i < 20; i++) {
        const q = fit.arms!.m[t][i];
        expect(fit.arms!.error![t][i]).toBeCloseTo(q * (1 - q) * spread(z[i], covariance), 7);
      }
    }
  });
  it("sums scores within clusters", async () => {
    const pairs = {
      ...task,
      cluster: Int32Array.from(rowsOf(task), (i) => Math.floor(i / 3)),
      clusters: 100,
      folds: 1,
      fold: new Uint8Array(300),
    };
    const fit = await drLearner({ learner }).fit(pairs);
    const score = rowsOf(task).map((i) => {
      const [m0, m1] = [task.m[0][i], task.m[1][i]];
      return (
        m1 - m0 + (task.t[i] * (task.y[i] - m1)) / task.e[i] - ((1 - task.t[i]) * (task.y[i] - m0)) / (1 - task.e[i])
      );
    });
    const { residual, bread } = regress(x, score);
    const sums = Array.from({ length: 100 }, (_, c) =>
      x[0].map((_v, k) => [0, 1, 2].reduce((s, r) => s + x[3 * c + r][k] * residual[3 * c + r], 0)),
    );
    const covariance = times(times(bread, times(transposed(sums), sums)), bread).map((row) =>
      row.map((v) => (v * 100) / 99),
    );
    for (let i = 0; i < 20; i++) expect(fit.error![i]).toBeCloseTo(spread(x[i], covariance), 8);
  });
});

describe("what comes beside the effects", () => {
  it("is their mean in each arm for S and T, whose difference they are", async () => {
    const { task } = effectTask(chances, 400, 3);
    for (const make of [sLearner, tLearner]) {
      const { effect, arms } = await make({ learner }).fit(task);
      for (let i = 0; i < 400; i++) expect(effect[i]).toBeCloseTo(arms!.m[1][i] - arms!.m[0][i], 12);
    }
  });
  it("importance goes to what moves the effect, and little to what does not", async () => {
    const { task } = effectTask(lines, 3000, 4);
    for (const make of [tLearner, rLearner, drLearner, xLearner]) {
      const { importance } = await make({ learner }).fit(task);
      const [x, z, group, noise] = importance!;
      // The effect's variance is 1.5^2/3 from x and 2/9 from the group.
      expect(x).toBeGreaterThan(group);
      expect(group).toBeGreaterThan(3 * Math.max(z, noise));
      expect(z + noise).toBeLessThan(0.1);
    }
  });
  it("there is no importance where there is no effect to tell apart", async () => {
    const { task } = effectTask(nothing, 300, 5);
    const flat = { ...task, y: task.y.map((_, i) => task.m[0][i]) };
    expect((await drLearner({ learner }).fit(flat)).effect.every((v) => Math.abs(v) < 1e-9)).toBe(true);
    expect((await drLearner({ learner }).fit({ ...flat, given: [] })).importance).toBeUndefined();
  });
});

it("DR refuses a row whose own arm could not have been; R goes on without it", async () => {
  const { task } = effectTask(lines, 200, 6);
  const e = task.e.map((p, i) => (i === 3 ? (task.t[3] === 1 ? 0 : 1) : p));
  await expect(drLearner({ learner }).fit({ ...task, e })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[DiscoError: the DR-learner: some rows are in an arm whose propensity is 0, so nothing can be divided by it (given: 1 row); leave out rows without overlap (--trim), give fewer covariates, or use the R-learner]`,
  );
  expect((await rLearner({ learner }).fit({ ...task, e })).effect.every(Number.isFinite)).toBe(true);
});

it("a training set without one arm is refused in words", async () => {
  const { task } = effectTask(lines, 200, 7, 2);
  const lonely = { ...task, t: task.t.map((_, i) => (task.fold[i] === 0 ? 1 : 0)) };
  await expect(tLearner({ learner }).fit(lonely)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[DiscoError: heterogeneity: a training set has no rows of one arm: all of them belong to the fold left out; use fewer folds, or give more rows of that arm]`,
  );
});

it("pointwise 95 % intervals hold the truth nearly as often as they say, where the lines are right", async () => {
  const held = new Map<string, number[]>();
  for (let run = 0; run < 60; run++) {
    for (const [name, law] of [
      ["numbers", lines],
      ["chances", chances],
    ] as const) {
      const { task, truth, m } = effectTask(law, 600, 100 + run);
      const makes = { s: sLearner, t: tLearner, r: rLearner, dr: drLearner };
      for (const [key, make] of Object.entries(makes)) {
        // The effects of `chances` are no line in the covariates, but nearly.
        const fit = await make({ learner }).fit(task);
        const cover =
          truth.reduce((s, tau, i) => s + (Math.abs(fit.effect[i] - tau) <= 1.96 * fit.error![i] ? 1 : 0), 0) / 600;
        held.set(`${name} ${key}`, [...(held.get(`${name} ${key}`) ?? []), cover]);
        if (key === "t" && law.binary) {
          const { arms } = fit as Awaited<ReturnType<ReturnType<typeof tLearner>["fit"]>>;
          const p1 = m[1].reduce((s, p, i) => {
            const q = arms!.m[1][i];
            const step = (1.96 * arms!.error![1][i]) / (q * (1 - q));
            const eta = Math.log(q / (1 - q));
            return s + (logistic(eta - step) <= p && p <= logistic(eta + step) ? 1 : 0);
          }, 0);
          held.set("p1", [...(held.get("p1") ?? []), p1 / 600]);
        }
      }
    }
  }
  const shares = Object.fromEntries([...held].map(([key, all]) => [key, all.reduce((a, b) => a + b, 0) / all.length]));
  for (const [key, share] of Object.entries(shares)) {
    expect(share, key).toBeGreaterThan(0.915);
    expect(share, key).toBeLessThan(0.985);
  }
});
