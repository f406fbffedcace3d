// What must not matter does not: the order of rows, the names of arms and columns, scales, counts for copies. And what is predicted was never seen.
import { describe, expect, it } from "vitest";
import { frontDoor } from "../../../src/estimate/front-door.js";
import { naturalEffects } from "../../../src/estimate/natural-effects.js";
import type { EstimateParts } from "../../../src/estimate/parts.js";
import { boost } from "../../../src/learn/boost.js";
import { cells } from "../../../src/learn/cells.js";
import type { Learner } from "../../../src/learn/learner.js";
import { linear } from "../../../src/learn/linear.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Study } from "../../../src/num/study.js";
import { type MediatedRow, studyOf } from "./studies.js";

function world(n: number, seed: number): MediatedRow[] {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  return Array.from({ length: n }, () => {
    const age = Math.round(4 * normal());
    const town = uniform() < 0.3 ? "a" : uniform() < 0.5 ? "b" : "c";
    const t = uniform() < 1 / (1 + Math.exp(-0.2 * age)) ? 1 : 0;
    const dose = t + 0.2 * age + normal();
    const kind = uniform() < 0.3 + 0.3 * t ? "x" : "y";
    const y = t + dose + (kind === "x" ? 2 : 0) + 0.3 * age + normal();
    return { w: { age, town }, m: { dose, kind }, t, y };
  });
}

const rows = world(400, 5);
const options = { learner: linear({ ridge: 1 }), folds: 4, seed: 3 };

async function all(study: Study, own = options): Promise<Record<string, EstimateParts>> {
  const natural = await naturalEffects(study, own);
  const { direct, indirect, total, pureIndirect } = natural;
  return { direct, indirect, total, pureIndirect: pureIndirect!, front: await frontDoor(study, own) };
}

function expectSame(a: Record<string, EstimateParts>, b: Record<string, EstimateParts>, scale = 1): void {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const name of Object.keys(a)) {
    expect(b[name].estimate.value).toBeCloseTo(scale * a[name].estimate.value, 8);
    expect(b[name].estimate.se).toBeCloseTo(Math.abs(scale) * a[name].estimate.se!, 8);
  }
}

describe("mediation", () => {
  it("does not see the order of rows, and the influences follow the rows", async () => {
    const uniform = uniformStream(9);
    const order = rows.map((_, i) => i).sort(() => uniform() - 0.5);
    const [a, b] = [await all(studyOf(rows)), await all(studyOf(order.map((i) => rows[i])))];
    expectSame(a, b);
    order.forEach((i, place) => {
      expect(b.direct.estimate.influence![place]).toBeCloseTo(a.direct.estimate.influence![i], 7);
      expect(b.front.estimate.influence![place]).toBeCloseTo(a.front.estimate.influence![i], 7);
    });
  });

  it("turns round with the arms", async () => {
    const a = await all(studyOf(rows));
    const turned = rows.map((row) => ({ ...row, t: (1 - row.t) as 0 | 1 }));
    const b = await all(studyOf(turned, { arms: ["yes", "no"] }));
    const of = (name: string, from: Record<string, EstimateParts>) => from[name].estimate;
    // Read backwards, the direct effect is the one at the arm's mediators, and the two indirect effects change places.
    expect(of("direct", b).value).toBeCloseTo(of("pureIndirect", a).value - of("total", a).value, 8);
    expect(of("indirect", b).value).toBeCloseTo(-of("pureIndirect", a).value, 8);
    expect(of("pureIndirect", b).value).toBeCloseTo(-of("indirect", a).value, 8);
    expect(of("pureIndirect", b).se).toBeCloseTo(of("indirect", a).se!, 8);
    expect(of("total", b).value).toBeCloseTo(-of("total", a).value, 8);
    expect(of("front", b).value).toBeCloseTo(-of("front", a).value, 8);
    expect(of("front", b).se).toBeCloseTo(of("front", a).se!, 8);
  });

  it("moves with the outcome's unit", async () => {
    const moved = rows.map((row) => ({ ...row, y: 100 + 3 * row.y }));
    expectSame(await all(studyOf(rows)), await all(studyOf(moved)), 3);
  });

  it("does not see what the columns are called, and in which order they stand", async () => {
    const named = rows.map(({ w, m, ...row }) => ({
      ...row,
      w: { place: w!.town, years: w!.age },
      m: { sort: m.kind, much: m.dose },
    }));
    expectSame(await all(studyOf(rows)), await all(studyOf(named)));
  });

  it("takes a count of k as k copies", async () => {
    const few = world(120, 6).map((row, i) => ({ ...row, weight: 1 + (i % 3) }));
    const copies = few.flatMap((row) => Array.from({ length: row.weight }, () => row));
    const plain = { ...options, learner: linear() };
    expectSame(await all(studyOf(copies), plain), await all(studyOf(few, { weights: "counts" }), plain));
  });

  it("counts clusters, not rows: everybody twice is not news", async () => {
    const plain = { ...options, learner: linear(), folds: 1 };
    const twice = rows.flatMap((row, i) => [
      { ...row, unit: i },
      { ...row, unit: i },
    ]);
    expectSame(await all(studyOf(rows), plain), await all(studyOf(twice), plain));
    const found = await naturalEffects(studyOf(twice), plain);
    expect(found.observations.clusters).toBe(rows.length);
  });

  it("predicts for no row, and for no unit, that the fit has seen", async () => {
    let held = 0;
    let crossed = 0;
    const spied: Learner = {
      name: "spied",
      prepare(given, size, weight) {
        const prepared = linear().prepare(given, size, weight);
        return {
          ...prepared,
          fit: (task) => {
            const fitted = prepared.fit(task);
            const known = new Set(Array.from(task.rows, (row) => row % 100));
            const predict = (asked: Int32Array) => {
              // Regressing one mean on another stays within the training folds: there the arms are disjoint, not the units.
              const other = asked.every((row) => study.treatment.kind === "arms" && known.has(row % 100));
              if (other) crossed++;
              else held++;
              expect(asked.filter((row) => task.rows.includes(row)).length).toBe(0);
              if (!other) expect(asked.filter((row) => known.has(row % 100)).length).toBe(0);
              return fitted.predict(asked);
            };
            return { ...fitted, predict };
          },
        };
      },
    };
    const study = studyOf(rows.map((row, i) => ({ ...row, t: i % 200 < 100 ? 1 : 0, unit: i % 100 })));
    await naturalEffects(study, { ...options, learner: spied });
    expect([held, crossed]).toEqual([4 * 8, 4 * 2]);
  });

  it("says how far it is, and averages over deals", async () => {
    const calls: number[] = [];
    const counted = { ...options, deals: 3, onFit: (done: number, of: number) => void calls.push(of - done) };
    const [a, b] = [await naturalEffects(studyOf(rows), counted), await naturalEffects(studyOf(rows), options)];
    expect(calls).toEqual(Array.from({ length: 96 }, (_, i) => 96 - i));
    expect(a.direct.estimate.value).not.toBe(b.direct.estimate.value);
    expect(Math.abs(a.direct.estimate.value - b.direct.estimate.value)).toBeLessThan(b.direct.estimate.se!);
    const other = await naturalEffects(studyOf(rows), { ...options, seed: 4 });
    expect(other.direct.estimate.value).not.toBe(b.direct.estimate.value);
  });

  it("takes the level it is given", async () => {
    const { estimate, interval } = await frontDoor(studyOf(rows), { ...options, level: 0.9 });
    // Upper 5 % point of the normal law.
    expect(interval![1] - estimate.value).toBeCloseTo(1.6448536269514722 * estimate.se!, 10);
  });

  it.each([
    ["linear", linear()],
    ["boost", boost()],
    ["cells", cells()],
  ])("needs no covariates (%s)", async (_, learner) => {
    const bare = world(600, 8).map(({ m, t, y }) => ({ m: { kind: m.kind }, t, y }));
    const { total, direct } = await naturalEffects(studyOf(bare), { ...options, learner });
    const mean = (t: number) => {
      const own = bare.filter((row) => row.t === t);
      return own.reduce((sum, { y }) => sum + y, 0) / own.length;
    };
    // Across folds the two differ by terms of order 1 / n.
    expect(Math.abs(total.estimate.value - (mean(1) - mean(0)))).toBeLessThan(0.1 * total.estimate.se!);
    expect(direct.estimate.se).toBeGreaterThan(0);
  });
});
