import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { frontDoor } from "../../src/estimate/front-door.js";
import { contrastOf } from "../../src/estimate/influence.js";
import { cells } from "../../src/learn/cells.js";
import { linear } from "../../src/learn/linear.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { count, expectHonest, tallyOf } from "./mediation/coverage.js";
import { type MediatedRow, studyOf } from "./mediation/studies.js";

const whole = { learner: cells(), folds: 1, seed: 1 };

function smoking(file: string, scale = 1): MediatedRow[] {
  const lines = readFileSync(`examples/smoking/${file}.csv`, "utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    const [t, tar, y, share] = line.split(",").map(Number);
    return { m: { tar }, t: t as 0 | 1, y, weight: share * scale };
  });
}

describe("Pearl's smokers, through tar", () => {
  it.each([
    // Pearl, Causality (2009), table 3.1; Pearl, Glymour & Jewell, Primer (2016), table 3.1.
    ["causality", 0.4975, 0.4525],
    ["primer", 0.5025, 0.5475],
  ])("gives P(cancer | do(smoking)) of %s", async (file, untreated, treated) => {
    const { means, estimate, interval, method, warnings } = await frontDoor(
      studyOf(smoking(file), { weights: "law", binary: true }),
      whole,
    );
    expect(means.mean[0]).toBeCloseTo(untreated, 12);
    expect(means.mean[1]).toBeCloseTo(treated, 12);
    expect(estimate.value).toBeCloseTo(treated - untreated, 12);
    expect([interval, method, warnings]).toEqual([undefined, "front-door", []]);
  });

  it("compares the arms by a ratio too", async () => {
    const rows = smoking("causality", 80_000).map((row) => ({ ...row, weight: Math.round(row.weight!) }));
    const { means, observations } = await frontDoor(studyOf(rows, { weights: "counts", binary: true }), whole);
    const ratio = contrastOf(means, "ratio", observations);
    expect(ratio.value).toBeCloseTo(0.4525 / 0.4975, 10);
    expect(ratio.se).toBeGreaterThan(0);
  });
});

/** Kinds of an unmeasured u and a measured w, everything with two values: chances of t, m and y. */
const share = (w: number, u: number) => (w === 1 ? 0.4 : 0.6) * (u === 1 ? 0.3 + 0.2 * w : 0.7 - 0.2 * w);
const pt = (w: number, u: number) => 0.25 + 0.15 * w + 0.4 * u;
const pm = (w: number, t: number) => 0.25 + 0.1 * w + 0.4 * t;
const py = (w: number, u: number, m: number) => 0.1 + 0.1 * w + 0.3 * u + 0.15 * m + 0.25 * u * m;
const BITS = [0, 1] as const;

/** E[Y(a)] from the model with its unmeasured part, by enumeration. */
function doing(a: number): number {
  let sum = 0;
  for (const w of BITS)
    for (const u of BITS) for (const m of BITS) sum += share(w, u) * (m === 1 ? pm(w, a) : 1 - pm(w, a)) * py(w, u, m);
  return sum;
}

/** What is seen of that model: u summed out. */
function seen(): MediatedRow[] {
  const rows: MediatedRow[] = [];
  for (const w of BITS)
    for (const t of BITS)
      for (const m of BITS)
        for (const y of BITS) {
          let weight = 0;
          for (const u of BITS) {
            const arm = t === 1 ? pt(w, u) : 1 - pt(w, u);
            const mediator = m === 1 ? pm(w, t) : 1 - pm(w, t);
            weight += share(w, u) * arm * mediator * (y === 1 ? py(w, u, m) : 1 - py(w, u, m));
          }
          rows.push({ w: { w: `w${w}` }, m: { m }, t, y, weight });
        }
  return rows;
}

it("finds what doing would do in a model whose confounder nobody measured", async () => {
  const found = await frontDoor(studyOf(seen(), { weights: "law", binary: true }), whole);
  for (const a of BITS) expect(found.means.mean[a]).toBeCloseTo(doing(a), 12);
  const [mean0, mean1] = BITS.map((t) => {
    const rows = seen().filter((row) => row.t === t);
    const mass = rows.reduce((sum, row) => sum + row.weight!, 0);
    return rows.reduce((sum, row) => sum + row.weight! * row.y, 0) / mass;
  });
  // The plain difference is far off, so there was something to find.
  expect(Math.abs(mean1 - mean0 - (doing(1) - doing(0)))).toBeGreaterThan(0.1);
});

function binaryWorld(n: number, seed: number): MediatedRow[] {
  const uniform = uniformStream(seed, 73);
  const toss = (p: number) => (uniform() < p ? 1 : 0);
  return Array.from({ length: n }, () => {
    const w = toss(0.4);
    const u = toss(0.3 + 0.2 * w);
    const t = toss(pt(w, u));
    const m = toss(pm(w, t));
    return { w: { w: `w${w}` }, m: { m }, t, y: toss(py(w, u, m)) };
  });
}

/** E[Y | t, m] is a line in m for each arm, with a slope that u moves, and P(T=1 | m) is logistic. Doing moves m by .6 and y by .6 x 1.5. */
function linearWorld(n: number, seed: number): MediatedRow[] {
  const uniform = uniformStream(seed, 74);
  const normal = normalStream(uniform);
  return Array.from({ length: n }, () => {
    const u = normal();
    const t = uniform() < 1 / (1 + Math.exp(-u)) ? 1 : 0;
    const m = 0.6 * t + normal();
    return { m: { m }, t, y: 1.5 * m + 2 * u + 0.5 * u * m + normal() };
  });
}

const worlds = [
  { name: "binary", draw: binaryWorld, truth: doing(1) - doing(0), learner: cells(), binary: true, n: 500, runs: 300 },
  { name: "binary", draw: binaryWorld, truth: doing(1) - doing(0), learner: cells(), binary: true, n: 2000, runs: 200 },
  { name: "linear", draw: linearWorld, truth: 0.9, learner: linear(), binary: false, n: 500, runs: 300 },
  { name: "linear", draw: linearWorld, truth: 0.9, learner: linear(), binary: false, n: 2000, runs: 200 },
];

describe.each(worlds)("in the $name world with n = $n", ({ draw, truth, learner, binary, n, runs }) => {
  it("is unbiased, and 95 % intervals hold the truth about as often", async () => {
    const tally = tallyOf(truth);
    for (let run = 0; run < runs; run++) {
      count(tally, await frontDoor(studyOf(draw(n, 1000 + run), { binary }), { learner, folds: 3, seed: 1 }));
    }
    expectHonest(tally);
  });
});
