// Speed of boosting: node perf/boost.mjs [ROWS] [TREES], after a build. One binary fit on 20 normal covariates, depth 6, one thread.
// PYTHON=/path/to/python with scikit-learn also times HistGradientBoostingClassifier with the same settings in the same minute. Last, trees of 256
// leaves: ours on one thread beside scikit-learn's on one and on two, in turn, as CPU and wall time a tree.

import { execFileSync } from "node:child_process";
import { boost } from "../dist/learn/boost.js";

const rows = Number(process.argv[2] ?? 1e6);
const trees = Number(process.argv[3] ?? 100);
const COLUMNS = 20;
const DEPTH = 6;

let state = 1;
const uniform = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const x = Array.from({ length: COLUMNS }, () => Float64Array.from({ length: rows }, normal));
const chance = (i) => 1 / (1 + Math.exp(-(x[0][i] + x[1][i] * x[2][i] - (x[3][i] > 0 ? 0.5 : 0))));
const y = Float64Array.from({ length: rows }, (_, i) => (uniform() < chance(i) ? 1 : 0));
const rowHash = Uint32Array.from({ length: rows }, () => uniform() * 4294967296);
const all = Int32Array.from({ length: rows }, (_, i) => i);
const given = x.map((values, j) => ({ kind: "numeric", name: `x${j}`, values }));

const timed = (what) => {
  const before = performance.now();
  const result = what();
  return [result, performance.now() - before];
};

function measure(label, options) {
  const resident = process.memoryUsage().rss;
  const [prepared, bins] = timed(() => boost(options).prepare(given, rows));
  const [fitted, fit] = timed(() => prepared.fit({ kind: "binary", y, rows: all, rowHash, seed: 1 }));
  const [p, predict] = timed(() => fitted.predict(all));
  let loss = 0;
  for (let i = 0; i < rows; i++) loss -= Math.log(y[i] === 1 ? p[i] : 1 - p[i]) / rows;
  const memory = Math.round((process.memoryUsage().rss - resident) / 1e6);
  console.log(
    `${label}: prepare ${bins.toFixed(0)} ms, fit ${fit.toFixed(0)} ms (${(fit / trees).toFixed(0)} a tree), ` +
      `predict ${predict.toFixed(0)} ms, +${memory} MB, loss ${loss.toFixed(5)}`,
  );
  return bins + fit;
}

/** Milliseconds that a further tree of 256 leaves takes: wall and CPU, the least of some runs. */
function oneTree(runs) {
  const options = { depth: 8, leaves: 256, minLeaf: 20, l2: 1, base: "mean", stop: false, subsample: 1 };
  const times = [2, 12].map((many) => boost({ ...options, trees: many }).prepare(given, rows));
  let best = { wall: Infinity, cpu: Infinity };
  for (let run = 0; run < runs; run++) {
    const [few, more] = times.map((prepared) => {
      const cpu = process.cpuUsage();
      const [, wall] = timed(() => prepared.fit({ kind: "binary", y, rows: all, rowHash, seed: run }));
      const used = process.cpuUsage(cpu);
      return { wall, cpu: (used.user + used.system) / 1000 };
    });
    best = {
      wall: Math.min(best.wall, (more.wall - few.wall) / 10),
      cpu: Math.min(best.cpu, (more.cpu - few.cpu) / 10),
    };
  }
  return best;
}

const PYTHON_TREE = `
import time, numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier as Boost
r = np.random.default_rng(1); n, p = ${rows}, ${COLUMNS}
x = r.normal(size=(n, p))
y = r.random(n) < 1 / (1 + np.exp(-(x[:, 0] + x[:, 1] * x[:, 2] - .5 * (x[:, 3] > 0))))
def fit(k):
    w, c = time.perf_counter(), time.process_time()
    Boost(max_iter=k, max_depth=8, max_leaf_nodes=256, min_samples_leaf=20, l2_regularization=1, early_stopping=False).fit(x, y)
    return np.array([time.perf_counter() - w, time.process_time() - c])
fit(1)
few, more = (np.min([fit(k) for _ in range(3)], axis=0) for k in (2, 12))
print(*((more - few) * 100))
`;

const PYTHON = `
import time, numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier as Boost
r = np.random.default_rng(1); n, p = ${rows}, ${COLUMNS}
x = r.normal(size=(n, p))
y = r.random(n) < 1 / (1 + np.exp(-(x[:, 0] + x[:, 1] * x[:, 2] - .5 * (x[:, 3] > 0))))
fit = lambda k: Boost(max_iter=k, max_depth=${DEPTH}, max_leaf_nodes=${2 ** DEPTH}, l2_regularization=1, early_stopping=False).fit(x, y)
fit(1)
t = time.perf_counter(); fit(1); one = time.perf_counter() - t
t = time.perf_counter(); fit(${trees}); print(one, time.perf_counter() - t)
`;

const same = { trees, depth: DEPTH, minLeaf: 20, l2: 1, base: "mean" };
const took = measure("every row, no early stopping", { ...same, stop: false, subsample: 1 });
measure("half of the rows a tree", { ...same, stop: false, subsample: 0.5 });
measure("defaults", {});
const tree = oneTree(3);
console.log(`a tree of 256 leaves: ${tree.wall.toFixed(0)} ms (CPU ${tree.cpu.toFixed(0)} ms), one thread`);
if (process.env.PYTHON) {
  for (const threads of [1, 2]) {
    const env = { ...process.env, OMP_NUM_THREADS: String(threads) };
    const [wall, cpu] = execFileSync(process.env.PYTHON, ["-c", PYTHON_TREE], { env })
      .toString()
      .split(" ")
      .map(Number);
    console.log(
      `  scikit-learn, ${threads} thread(s): ${wall.toFixed(0)} ms (CPU ${cpu.toFixed(0)} ms); ratio ${(wall / tree.wall).toFixed(2)}`,
    );
  }
  const env = { ...process.env, OMP_NUM_THREADS: "1" };
  const [one, total] = execFileSync(process.env.PYTHON, ["-c", PYTHON], { env }).toString().split(" ").map(Number);
  const each = ((total - one) / (trees - 1)) * 1000;
  console.log(`scikit-learn, one thread: ${(total * 1000).toFixed(0)} ms (${each.toFixed(0)} a tree)`);
  console.log(`ratio, binning and fit: ${(took / total / 1000).toFixed(2)}`);
}
