// A spy stands in for the learner: it notes what each fit was given and predicts the number of the fit.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { cells } from "../../src/learn/cells.js";
import { type CrossTask, crossFit } from "../../src/learn/crossfit.js";
import { assignFolds, type Entries } from "../../src/learn/folds.js";
import type { Learner, Prepared, Task } from "../../src/learn/learner.js";
import { linear } from "../../src/learn/linear.js";
import { fitNuisances } from "../../src/learn/nuisances.js";
import { uniformStream } from "../../src/num/random.js";
import { type Row, sampleOf } from "../support/samples.js";
import { drawSample, worlds } from "../support/worlds.js";

interface Spy extends Prepared {
  readonly tasks: Task[];
}

function spyOf(warm = false): Spy {
  const tasks: Task[] = [];
  return {
    tasks,
    warm,
    notes: [],
    fit: (task) => {
      const number = tasks.push(task) - 1;
      return {
        predict: (rows) => new Float64Array(rows.length).fill(number),
        status: "converged",
        notes: [{ id: `note-${number % 2}`, text: "spied" }],
      };
    },
  };
}

const pause = async () => {};

/** Rows of a short alphabet with counts, so that a row's observations part. */
function entriesOf(n: number, folds: number, counted: boolean): Entries {
  const uniform = uniformStream(n);
  const rows = Array.from(
    { length: n },
    (): Row => ({
      w: { g: "abcd"[Math.floor(4 * uniform())] },
      t: uniform() < 0.4 ? 1 : 0,
      y: uniform() < 0.4 ? 1 : 0,
      weight: 1 + Math.floor(5 * uniform()),
    }),
  );
  return assignFolds(sampleOf(rows, counted ? { weights: "counts" } : {}), folds, 3);
}

/** Observations of each row among the entries that `take` accepts. */
function observations(entries: Entries, rows: number, take: (entry: number) => boolean): number[] {
  const out = new Array<number>(rows).fill(0);
  for (let j = 0; j < entries.row.length; j++) if (take(j)) out[entries.row[j]] += entries.count[j];
  return out;
}

/** What a fit was trained on, by row. */
function trainedOn(task: Task, rows: number): number[] {
  const out = new Array<number>(rows).fill(0);
  for (const row of task.rows) out[row] += task.weight ? task.weight[row] : 1;
  return out;
}

const N = 60;
const y = Float64Array.from({ length: N }, (_, i) => i % 2);
const include = Uint8Array.from({ length: N }, (_, i) => (i % 3 === 0 ? 0 : 1));
const taskOf = (only: boolean): CrossTask => ({ kind: "binary", y, seed: 11, ...(only ? { include } : {}) });

for (const counted of [false, true]) {
  for (const only of [false, true]) {
    describe(`crossFit, ${counted ? "counts" : "one observation a row"}, ${only ? "some rows" : "all rows"} included`, () => {
      const allowed = (entries: Entries, j: number) => !only || include[entries.row[j]] === 1;
      for (let folds = 2; folds <= 7; folds++) {
        it(`predicts each of ${folds} folds from all the others and from nothing else`, async () => {
          const entries = entriesOf(N, folds, counted);
          const spy = spyOf();
          const { predicted } = await crossFit(spy, N, entries, taskOf(only), { halves: folds > 3, pause });
          expect(predicted.length).toBe(entries.row.length);
          for (let j = 0; j < predicted.length; j++) {
            const others = observations(entries, N, (k) => entries.fold[k] !== entries.fold[j] && allowed(entries, k));
            expect(trainedOn(spy.tasks[predicted[j]], N)).toEqual(others);
          }
        });
      }
      for (let folds = 3; folds <= 7; folds++) {
        it(`splits the other ${folds - 1} folds into two halves that share nothing and leave nothing out`, async () => {
          const entries = entriesOf(N, folds, counted);
          const spy = spyOf();
          const { halves } = await crossFit(spy, N, entries, taskOf(only), { halves: true, pause });
          for (let j = 0; j < entries.row.length; j++) {
            const sides = halves!.map((half) => trainedOn(spy.tasks[half[j]], N));
            const own = entries.fold[j];
            // Every other fold is on one side whole: the sides are sums of folds, disjoint, neither of them the entry's own.
            const foldsOf = sides.map((side) => {
              const among = Array.from({ length: folds }, (_, k) => k).filter((k) => {
                const of = observations(entries, N, (e) => entries.fold[e] === k && allowed(entries, e));
                return of.some((count) => count > 0) && of.every((count, row) => count <= side[row]);
              });
              const sum = observations(entries, N, (e) => among.includes(entries.fold[e]) && allowed(entries, e));
              return { among, whole: JSON.stringify(sum) === JSON.stringify(side) };
            });
            expect(foldsOf.map(({ whole }) => whole)).toEqual([true, true]);
            const [a, b] = foldsOf.map(({ among }) => among);
            expect([...a, ...b].sort()).toEqual(Array.from({ length: folds }, (_, k) => k).filter((k) => k !== own));
            expect(Math.abs(a.length - b.length)).toBeLessThanOrEqual(1);
          }
        });
      }
      it("with one fold trains on everything and predicts everything", async () => {
        const entries = entriesOf(N, 1, counted);
        const spy = spyOf(true);
        const { predicted, halves } = await crossFit(spy, N, entries, taskOf(only), { halves: true, pause });
        expect([spy.tasks.length, halves]).toEqual([1, undefined]);
        expect(predicted.every((fit) => fit === 0)).toBe(true);
        expect(trainedOn(spy.tasks[0], N)).toEqual(observations(entries, N, (j) => allowed(entries, j)));
      });
    });
  }
}

describe("the number of fits", () => {
  // One fold: one fit. Otherwise one a fold; halves cost one a fold more when the two halves are equally long (odd), two when not.
  const extra = [0, 0, 0, 3, 8, 5, 12, 7];
  for (let folds = 1; folds <= 7; folds++) {
    it(`is as documented for ${folds} folds, with a pause before each, and none is made twice`, async () => {
      for (const warm of [false, true]) {
        for (const halves of [false, true]) {
          const spy = spyOf(warm);
          let pauses = 0;
          const wait = async () => {
            expect(spy.tasks.length).toBe(pauses++);
          };
          await crossFit(spy, N, entriesOf(N, folds, false), taskOf(false), { halves, pause: wait });
          const expected = folds + (warm && folds > 1 ? 1 : 0) + (halves ? extra[folds] : 0);
          expect([spy.tasks.length, pauses]).toEqual([expected, expected]);
          expect(new Set(spy.tasks.map((task) => task.rows.join())).size).toBe(
            halves && folds === 3 ? 6 + (warm ? 1 : 0) : expected,
          );
        }
      }
    });
  }
  for (let folds = 1; folds <= 7; folds++) {
    it(`is announced rightly by fitNuisances for ${folds} folds`, async () => {
      for (const numeric of [false, true]) {
        for (const warm of [false, true]) {
          const sample = drawSample(worlds[0], 120, folds);
          const outcome = numeric
            ? ({ kind: "numeric", name: "Y", values: sample.outcome.values } as const)
            : sample.outcome;
          const learner: Learner = { name: "spy", prepare: () => spyOf(warm) };
          const calls: [number, number][] = [];
          await fitNuisances(
            { ...sample, outcome },
            { learner, folds, seed: 1, onFit: (done, of) => void calls.push([done, of]) },
          );
          expect(calls.map(([done]) => done)).toEqual([...calls.keys()]);
          expect(new Set(calls.map(([, of]) => of))).toEqual(new Set([calls.length]));
        }
      }
    });
  }
});

describe("what a fit is told", () => {
  it("is the task's y, kind, seed and row hashes, its rows ascending", async () => {
    const entries = entriesOf(N, 4, true);
    const spy = spyOf(true);
    await crossFit(spy, N, entries, { ...taskOf(true), kind: "numeric" }, { halves: true, pause });
    spy.tasks.forEach((task) => {
      expect([task.kind, task.seed, task.y, task.rowHash]).toEqual(["numeric", 11, y, entries.rowHash]);
      expect([...task.rows]).toEqual([...new Set(task.rows)].sort((a, b) => a - b));
    });
  });
  it("is a start from all rows when that saves time, and no start otherwise", async () => {
    for (const warm of [true, false]) {
      const spy = spyOf(warm);
      await crossFit(spy, N, entriesOf(N, 5, false), taskOf(false), { halves: true, pause });
      expect(spy.tasks.map((task) => task.start !== undefined)).toEqual(spy.tasks.map((_, i) => warm && i > 0));
      if (warm) expect(spy.tasks[0].rows.length).toBe(N);
    }
  });
  it("comes back as notes, each once", async () => {
    const { notes } = await crossFit(spyOf(), N, entriesOf(N, 5, false), taskOf(false), { halves: true, pause });
    expect(notes.map((note) => note.id)).toEqual(["note-0", "note-1"]);
  });
  it("can be stopped between fits", async () => {
    const spy = spyOf();
    const stop = async () => {
      if (spy.tasks.length === 3) throw new Error("enough");
    };
    await expect(
      crossFit(spy, N, entriesOf(N, 5, false), taskOf(false), { halves: true, pause: stop }),
    ).rejects.toThrow("enough");
    expect(spy.tasks.length).toBe(3);
  });
});

describe("nothing of the predicted fold leaks through a warm start", () => {
  /** A level that only fold `k` shows, on top of a world's covariates. */
  function leak(rare: boolean) {
    const sample = drawSample(worlds[1], 400, 8);
    const entries = assignFolds(sample, 5, 1);
    const codes = Int32Array.from({ length: 400 }, (_, i) => (rare && entries.fold[i] === 0 && i % 3 === 0 ? 1 : 0));
    const given = [...sample.given, { kind: "categorical" as const, name: "rare", codes, levels: ["often", "rare"] }];
    return { entries, given, y: sample.outcome.values };
  }
  for (const rare of [false, true]) {
    it(`the outcomes of a fold do not move its predictions${rare ? ", when a level is seen only there" : ""}`, async () => {
      const { entries, given, y: before } = leak(rare);
      const after = before.map((value, i) => (entries.fold[i] === 0 ? 1 - value : value));
      const prepared = linear().prepare(given, 400);
      const [a, b] = await Promise.all(
        [before, after].map((values) =>
          crossFit(prepared, 400, entries, { kind: "binary", y: values, seed: 1 }, { halves: true, pause }),
        ),
      );
      let worst = 0;
      for (let j = 0; j < 400; j++) {
        if (entries.fold[j] !== 0) continue;
        for (const [one, other] of [
          [a.predicted, b.predicted],
          [a.halves![0], b.halves![0]],
          [a.halves![1], b.halves![1]],
        ]) {
          worst = Math.max(worst, Math.abs(one[j] - other[j]));
        }
      }
      expect(worst).toBeLessThan(1e-8);
    });
  }
});

describe("an arm that some training sets do not show", () => {
  it("is refused, or predicted by finite numbers: what is not a number never passes in silence", async () => {
    // All the treated belong to three individuals, who stay in one fold each: some half of the other folds shows nobody treated.
    const rows = Array.from(
      { length: 200 },
      (_, i): Row => ({
        w: { g: "ab"[i % 2] },
        t: i < 60 ? 1 : 0,
        y: (i * 7) % 3 === 0 ? 1 : 0,
        unit: i < 60 ? `treated ${i % 3}` : `untreated ${i % 40}`,
      }),
    );
    for (const learner of [linear(), cells()]) {
      for (let seed = 1; seed <= 5; seed++) {
        try {
          const { e, m } = await fitNuisances(sampleOf(rows), { learner, folds: 5, seed });
          for (const values of [e, ...m.flatMap(({ mean, sum, product }) => [mean, sum, product])])
            expect(values.every(Number.isFinite)).toBe(true);
        } catch (error) {
          if (!(error instanceof DiscoError)) throw error;
        }
      }
    }
  });
});
