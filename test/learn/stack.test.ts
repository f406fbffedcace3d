// Oracles: the stack written down the slow way with a grid of weights, members whose faults are known, and the parts of its own split.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { cells } from "../../src/learn/cells.js";
import { elasticNet } from "../../src/learn/elastic-net.js";
import type { Fitted, Learner, Task } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import { contentKeys, dealParts, partsFor, splitsOf } from "../../src/learn/stack/deal.js";
import { combined, meanLoss, stackWeights } from "../../src/learn/stack/weights.js";
import { defaultMembers, type StackFitted, type StackOptions, stack } from "../../src/learn/stack.js";
import type { Column } from "../../src/num/columns.js";
import { hashRows } from "../../src/num/hash.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

const numeric = (name: string, values: ArrayLike<number>): Column => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});
const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

interface Problem {
  readonly given: readonly Column[];
  readonly y: Float64Array;
  readonly truth: Float64Array;
  readonly kind: Task["kind"];
}

function draw(n: number, seed: number, kind: Task["kind"] = "binary"): Problem {
  const normal = normalStream(uniformStream(seed));
  const uniform = uniformStream(seed, 1);
  const x = Float64Array.from({ length: n }, normal);
  const z = Float64Array.from({ length: n }, normal);
  const truth = x.map((v, i) => (kind === "binary" ? 1 / (1 + Math.exp(-v - 0.5 * z[i])) : v + 0.5 * z[i]));
  const y = truth.map((p) => (kind === "binary" ? (uniform() < p ? 1 : 0) : p + normal()));
  return { given: [numeric("x", x), numeric("z", z)], y, truth, kind };
}

const taskOf = ({ given, y, kind }: Problem, rows = all(y.length)): Task => ({
  kind,
  y,
  rows,
  rowHash: hashRows(given, y.length),
  seed: 1,
});

function train(
  problem: Problem,
  members?: readonly Learner[],
  options: StackOptions = {},
  rows = all(problem.y.length),
) {
  return stack(members, options).prepare(problem.given, problem.y.length).fit(taskOf(problem, rows)) as StackFitted;
}

/** A learner that says the same function of the row whatever it is taught. */
const fixed = (name: string, of: (row: number) => number, status: Fitted["status"] = "converged"): Learner => ({
  name,
  prepare: () => ({
    notes: [],
    warm: false,
    fit: () => ({ predict: (rows) => Float64Array.from(rows, of), status, notes: [] }),
  }),
});

const weightsOf = (fitted: StackFitted) => fitted.stack!.members.map(({ weight }) => weight);

describe("the weights", () => {
  const normal = normalStream(uniformStream(3));
  const uniform = uniformStream(3, 1);
  const n = 300;
  const p = Float64Array.from({ length: n }, uniform);
  const y = p.map((v) => (uniform() < v ? 1 : 0));
  const weight = Float64Array.from({ length: n }, () => 1 + Math.floor(3 * uniform()));
  const squash = (v: number) => 1 / (1 + Math.exp(-v));
  const noisy = (size: number, shift: number) => p.map((v) => squash(Math.log(v / (1 - v)) + size * normal() + shift));
  const said = [noisy(1, 0.5), noisy(1.5, -0.7), noisy(3, 0), p.map(() => 0.5)];
  const of = { said, y, weight };
  it.each(["squared", "log"] as const)("are the best of a grid, and better than those beside them (%s)", (loss) => {
    const w = stackWeights(of, loss);
    expect(w.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...w)).toBeGreaterThanOrEqual(0);
    const least = Math.min(...said.map((s) => meanLoss(s, of, loss)));
    // The loss with the pull towards even weights, as documented.
    const price = (v: ArrayLike<number>) =>
      meanLoss(combined(said, v), of, loss) +
      (1e-4 / 2) * least * Array.from(v).reduce((sum, one) => sum + one * one, 0);
    let best = Number.POSITIVE_INFINITY;
    for (let a = 0; a <= 20; a++)
      for (let b = 0; a + b <= 20; b++)
        for (let c = 0; a + b + c <= 20; c++)
          best = Math.min(best, price([a / 20, b / 20, c / 20, (20 - a - b - c) / 20]));
    const own = price(w);
    expect(own).toBeLessThanOrEqual(best);
    expect(best - own).toBeLessThan(0.01 * best);
    for (let from = 0; from < 4; from++) {
      for (let to = 0; to < 4; to++) {
        const moved = Float64Array.from(w);
        const step = Math.min(1e-4, moved[from]);
        if (from === to || step === 0) continue;
        moved[from] -= step;
        moved[to] += step;
        expect(price(moved)).toBeGreaterThan(own);
      }
    }
  });
  it("share evenly among members that say the same, and leave the worse of two that err alike", () => {
    const [a, b, c] = stackWeights({ said: [said[0], said[0], said[2]], y, weight }, "squared");
    expect(a).toBeCloseTo(b, 9);
    const [pair, other] = stackWeights({ said: [said[0], said[2]], y, weight }, "squared");
    expect(a + b).toBeCloseTo(pair, 3);
    expect(c).toBeCloseTo(other, 3);
    const worse = p.map((v) => 2 * v - 0.5);
    expect(stackWeights({ said: [p, worse], y: p, weight }, "squared")[0]).toBeCloseTo(1, 9);
  });
  it("stand a member that holds what came to be impossible", () => {
    const sure = y.map((v, i) => (i === 0 ? 1 - v : v));
    const w = stackWeights({ said: [sure, p], y, weight }, "log");
    expect(w[1]).toBeGreaterThan(0);
    expect(Number.isFinite(meanLoss(combined([sure, p], w), of, "log"))).toBe(true);
  });
});

describe("the deal", () => {
  const problem = draw(500, 4);
  const weight = problem.y.map((_, i) => 1 + (i % 3));
  const keys = contentKeys(taskOf(problem), problem.y, weight);
  it("puts each observation into one part, evenly but for chance", () => {
    const shares = dealParts(keys, weight, 5, 7);
    for (const [i, w] of weight.entries()) expect(shares.reduce((sum, share) => sum + share[i], 0)).toBe(w);
    for (const share of shares) {
      const mass = share.reduce((a, b) => a + b, 0);
      // Five standard deviations about 1000 / 5.
      expect(Math.abs(mass - 200)).toBeLessThan(5 * Math.sqrt(1000 * 0.16));
    }
  });
  it("takes a row of weight k as k rows, in any order", () => {
    const copies = Int32Array.from([...weight].flatMap((w, i) => Array.from({ length: w }, () => i))).reverse();
    const shares = dealParts(keys, weight, 5, 7);
    const alone = dealParts(
      Uint32Array.from(copies, (i) => keys[i]),
      new Float64Array(copies.length).fill(1),
      5,
      7,
    );
    shares.forEach((share, f) => {
      const mass = new Float64Array(500);
      copies.forEach((row, j) => {
        mass[row] += alone[f][j];
      });
      expect([...mass]).toEqual([...share]);
    });
  });
  it("does not know how the outcomes are called, and splits anew within a split", () => {
    const swapped = contentKeys(
      { ...taskOf(problem) },
      problem.y.map((v) => 1 - v),
      weight,
    );
    expect(swapped).toEqual(keys);
    const [one, other] = [dealParts(keys, weight, 2, 1)[0], dealParts(keys, weight, 2, 2)[0]];
    const both = one.reduce((sum, share, i) => sum + Math.min(share, other[i]), 0);
    expect(both / 1000).toBeGreaterThan(0.2);
    expect(both / 1000).toBeLessThan(0.4);
  });
  it("makes no split of an empty part, and fewer parts of few rows", () => {
    expect(splitsOf([Float64Array.of(1, 1), Float64Array.of(0, 0)], Float64Array.of(1, 1))).toEqual([]);
    expect([partsFor(1000, 5, 10), partsFor(35, 5, 10), partsFor(19, 5, 10)]).toEqual([5, 3, 1]);
  });
});

describe("stack", () => {
  it.each(["binary", "numeric"] as const)("is what its description says, written down the slow way (%s)", (kind) => {
    const problem = draw(200, 5, kind);
    const members = [linear({ ridge: 1 }), linear({ ridge: 400 }), elasticNet({ lambda: 0.2 })];
    const fitted = train(problem, members);
    const n = 200;
    const task = taskOf(problem);
    const parts = dealParts(
      contentKeys(task, problem.y, new Float64Array(n).fill(1)),
      new Float64Array(n).fill(1),
      5,
      0x57ac,
    );
    const held = members.map((member) => {
      const out = new Float64Array(n);
      for (const part of parts) {
        const rows = all(n).filter((i) => part[i] === 0);
        const test = all(n).filter((i) => part[i] === 1);
        const p = member
          .prepare(problem.given, n)
          .fit({ ...task, rows })
          .predict(test);
        test.forEach((row, j) => {
          out[row] = p[j];
        });
      }
      return out;
    });
    const of = { said: held, y: problem.y, weight: new Float64Array(n).fill(1) };
    const weights = stackWeights(of, "squared");
    for (const [k, w] of weightsOf(fitted).entries()) expect(w).toBeCloseTo(weights[k], 6);
    for (const [k, { loss }] of fitted.stack!.members.entries())
      expect(loss).toBeCloseTo(meanLoss(held[k], of, "squared"), 9);
    const whole = members.map((member) => member.prepare(problem.given, n).fit(task).predict(all(n)));
    const p = fitted.predict(all(n));
    for (const [i, v] of combined(whole, weights).entries()) expect(p[i]).toBeCloseTo(v, 6);
  });
  it("gives its weight to the member that knows", () => {
    const problem = draw(2000, 6);
    const members = [
      fixed("truth", (i) => problem.truth[i]),
      fixed("half", () => 0.5),
      fixed("wrong", (i) => 1 - problem.truth[i]),
    ];
    const [truth, half, wrong] = weightsOf(train(problem, members));
    expect(truth).toBeGreaterThan(0.9);
    expect(half + wrong).toBeLessThan(0.1);
    expect(wrong).toBeLessThan(0.02);
  });
  it("puts two halves of a truth together as no member alone could", () => {
    const problem = draw(4000, 7, "numeric");
    const x = (problem.given[0] as { values: Float64Array }).values;
    const z = (problem.given[1] as { values: Float64Array }).values;
    const fitted = train(problem, [fixed("x", (i) => 2 * x[i]), fixed("z", (i) => z[i])]);
    // The truth is x + z / 2: half of each.
    for (const w of weightsOf(fitted)) expect(w).toBeCloseTo(0.5, 1);
    const { members, loss } = fitted.stack!;
    expect(loss!).toBeLessThan(0.7 * Math.min(...members.map((one) => one.loss!)));
  });
  it("does not depend on the order of its members, and says its weights", () => {
    const problem = draw(300, 8);
    const members = [linear(), elasticNet(), linear({ ridge: 50 })];
    const one = train(problem, members);
    const other = train(problem, [...members].reverse());
    for (const [k, w] of weightsOf(one).entries()) expect(w).toBeCloseTo(weightsOf(other)[2 - k], 7);
    const note = one.notes.find(({ id }) => id === "stack-weights")!.text;
    expect(note).toMatch(
      /^The stack weighs its members, by the squared error in 5-fold cross-validation: linear 0\.\d\d, elastic-net 0\.\d\d, linear/,
    );
  });
  it("minimises log loss when asked", () => {
    const problem = draw(400, 9);
    const sharp = (v: number, by: number) => 1 / (1 + ((1 - v) / v) ** by);
    const members = [
      fixed("sharp", (i) => sharp(problem.truth[i], 4)),
      fixed("flat", (i) => sharp(problem.truth[i], 0.1)),
    ];
    const of = { y: problem.y, weight: new Float64Array(400).fill(1) };
    const [squared, log] = (["squared", "log"] as const).map((loss) =>
      train(problem, members, { loss }).predict(all(400)),
    );
    // What the members say does not depend on what was held out, so each is best at its own.
    expect(meanLoss(log, of, "log")).toBeLessThan(meanLoss(squared, of, "log"));
    expect(meanLoss(squared, of, "squared")).toBeLessThan(meanLoss(log, of, "squared"));
  });
  it("leaves out a member that does not converge, refuses or predicts no number, and says so", () => {
    const problem = draw(100, 10);
    const refuses: Learner = {
      name: "picky",
      prepare: () => {
        throw new DiscoError({ who: "picky", wrong: "no", next: "go on" });
      },
    };
    const members = [linear(), fixed("lost", () => 0.5, "not-converged"), fixed("nan", () => Number.NaN), refuses];
    const prepared = stack(members).prepare(problem.given, 100);
    const fitted = prepared.fit(taskOf(problem)) as StackFitted;
    expect(weightsOf(fitted)).toEqual([1, 0, 0]);
    expect([...prepared.notes, ...fitted.notes].map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "Picky has weight 0 in some fit of the stack, as it refused (picky: no; go on).",
        "Lost has weight 0 in some fit of the stack, as it did not converge.",
        "Nan has weight 0 in some fit of the stack, as it predicted what is not a number.",
      ]),
    );
    expect([...fitted.predict(all(100))]).toEqual([
      ...linear().prepare(problem.given, 100).fit(taskOf(problem)).predict(all(100)),
    ]);
    expect(() => stack([refuses]).prepare(problem.given, 100)).toThrow("picky: no");
    expect(train(problem, [fixed("lost", () => 0.5, "not-converged")]).status).toBe("not-converged");
  });
  it("averages where rows are too few to compare, and parts fewer of few", () => {
    const few = train(draw(15, 11), [linear({ ridge: 1 }), elasticNet({ lambda: 0.1 })]);
    expect(weightsOf(few)).toEqual([0.5, 0.5]);
    expect(few.notes.map(({ id }) => id)).toContain("stack-few-rows");
    expect(train(draw(35, 12), [linear({ ridge: 1 }), elasticNet({ lambda: 0.1 })]).stack!.folds).toBe(3);
  });
  it("takes an exact law at its word", () => {
    const problem = draw(60, 13);
    const weight = problem.y.map((_, i) => (i + 1) / 1830);
    const prepared = stack([cells(), linear({ ridge: 1 })]).prepare(problem.given, 60, weight);
    const fitted = prepared.fit({ ...taskOf(problem), weight }) as StackFitted;
    // Each row is a cell of its own: the averages of cells are the law.
    expect(weightsOf(fitted)[0]).toBeGreaterThan(0.999);
  });
  it("has members that differ, and refuses what makes no sense", () => {
    expect(defaultMembers().map(({ name }) => name)).toEqual(["linear", "elastic-net", "boost", "forest"]);
    expect(() => stack([])).toThrow(/stack: there is nothing to put together/);
    expect(() => stack([linear()], { folds: 1 })).toThrow(DiscoError);
  });
});
