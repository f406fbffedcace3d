// How good the defaults of boosting are: node perf/boost-defaults.mjs ROWS REPEATS [JSON options, ...], after a build.
// Mean squared error of the fitted probability at fresh points, times 10,000, in six worlds; what averages of causes inherit.
// PYTHON=/path/to/python with scikit-learn adds HistGradientBoostingClassifier(early_stopping=True) on the same data.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boost } from "../dist/learn/boost.js";

const [rows, repeats] = process.argv.slice(2, 4).map(Number);
const variants = process.argv.length > 4 ? process.argv.slice(4) : ["{}", '{"base":"mean"}'];
const FRESH = 4000;
const logistic = (eta) => 1 / (1 + Math.exp(-eta));
const worlds = {
  linear: { columns: 5, chance: (x) => logistic(0.3 + 0.8 * x[0] - 0.6 * x[1] + 0.4 * x[2]) },
  step: { columns: 5, chance: (x) => (x[0] > 0.3 ? 0.75 : x[1] > 0 ? 0.5 : 0.25) },
  product: { columns: 5, chance: (x) => logistic(1.2 * x[0] * x[1] + 0.5 * x[2]) },
  either: { columns: 3, chance: (x) => (x[0] > 0 !== x[1] > 0 ? 0.7 : 0.3) },
  smooth: {
    columns: 10,
    chance: (x) => logistic(Math.sin(2 * x[0]) + 0.5 * x[1] ** 2 - 0.5 + 0.5 * x[2] - 0.4 * x[3]),
  },
  nothing: { columns: 5, chance: () => 0.4 },
};

function draw({ columns, chance }, seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const n = rows + FRESH;
  const x = Array.from({ length: columns }, () => Float64Array.from({ length: n }, normal));
  const mean = Float64Array.from({ length: n }, (_, i) => chance(x.map((values) => values[i])));
  const y = mean.map((p) => (uniform() < p ? 1 : 0));
  return { x, mean, y, rowHash: Uint32Array.from({ length: n }, () => uniform() * 4294967296) };
}

const PYTHON = `
import sys, json, numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier as Boost
n, fresh, folder, jobs = ${rows}, ${FRESH}, sys.argv[1], json.loads(sys.argv[2])
for name, columns in jobs:
    data = np.fromfile(f"{folder}/{name}").reshape(columns + 2, n + fresh)
    x, mean, y = data[:columns].T, data[columns], data[columns + 1]
    p = Boost(early_stopping=True, random_state=1).fit(x[:n], y[:n]).predict_proba(x[n:])[:, 1]
    print(np.mean((p - mean[n:]) ** 2))
`;

const first = Int32Array.from({ length: rows }, (_, i) => i);
const fresh = Int32Array.from({ length: FRESH }, (_, i) => rows + i);
const errors = new Map();
const add = (who, world, error) => {
  const row = errors.get(who) ?? {};
  row[world] = (row[world] ?? 0) + (error / repeats) * 1e4;
  errors.set(who, row);
};
const score = (p, mean) => p.reduce((sum, value, i) => sum + (value - mean[rows + i]) ** 2, 0) / FRESH;
const folder = mkdtempSync(join(tmpdir(), "boost-"));
const jobs = [];
for (const [name, world] of Object.entries(worlds)) {
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { x, mean, y, rowHash } = draw(world, repeat * 7919 + rows);
    const average = y.subarray(0, rows).reduce((a, b) => a + b) / rows;
    add("constant", name, score(new Float64Array(FRESH).fill(average), mean));
    const given = x.map((values, j) => ({ kind: "numeric", name: `x${j}`, values }));
    for (const variant of variants) {
      const prepared = boost(JSON.parse(variant)).prepare(given, rows + FRESH);
      const before = performance.now();
      const p = prepared.fit({ kind: "binary", y, rows: first, rowHash, seed: 1 }).predict(fresh);
      add(variant, name, score(p, mean));
      add(variant, "ms", (performance.now() - before) / 1e4 / Object.keys(worlds).length);
    }
    if (!process.env.PYTHON) continue;
    jobs.push([`${name}-${repeat}`, world.columns]);
    writeFileSync(join(folder, `${name}-${repeat}`), Buffer.concat([...x, mean, y].map((v) => Buffer.from(v.buffer))));
  }
}
if (process.env.PYTHON) {
  const text = execFileSync(process.env.PYTHON, ["-c", PYTHON, folder, JSON.stringify(jobs)]).toString();
  text
    .trim()
    .split("\n")
    .forEach((line, k) => {
      add("scikit-learn", jobs[k][0].split("-")[0], Number(line));
    });
}
rmSync(folder, { recursive: true });
const head = [...Object.keys(worlds), "ms"];
console.log(`${rows} rows, ${repeats} repeats`.padEnd(30) + head.map((name) => name.padStart(9)).join(""));
for (const [who, row] of errors) {
  console.log(who.padEnd(30) + head.map((name) => (row[name]?.toFixed(1) ?? "").padStart(9)).join(""));
}
