// Speed, memory and accuracy of the causal forest: node perf/forest.mjs [ROWS] [TREES] [COLUMNS] [NUISANCES], after a build.
// X normal, W ~ Bern(0.4 + 0.2 [X1 > 0]), effect max(X1, 0), Y = effect W + X2 + min(X3, 0) + N(0, 1). NUISANCES: boost (cross-fitted on two
// threads, the default), linear, or known (the truth: for sizes at which only the forest is of interest).
// Where Rscript finds the package grf, its causal_forest is timed on as many threads in the same minute; else a line says so.

import { execFileSync } from "node:child_process";
import { causalForest } from "../dist/learn/effects/causal-forest.js";
import { bytesOf } from "../dist/learn/forest/packed.js";
import { loadForest, saveForest } from "../dist/learn/forest/save.js";
import { openLearnerCrew } from "../dist/learn/learner-crew.js";
import { hashRows } from "../dist/num/hash.js";
import { indices } from "../dist/num/indices.js";
import { normalStream, uniformStream } from "../dist/num/random.js";

const rows = Number(process.argv[2] ?? 50_000);
const trees = Number(process.argv[3] ?? 500);
const columns = Number(process.argv[4] ?? 10);
const nuisances = process.argv[5] ?? "boost";
const workers = Number(process.env.WORKERS ?? 2);
const FOLDS = 5;

function world(n, seed) {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const x = Array.from({ length: columns }, () => Float64Array.from({ length: n }, normal));
  const tau = x[0].map((v) => Math.max(v, 0));
  const e = x[0].map((v) => 0.4 + (v > 0 ? 0.2 : 0));
  const t = Uint8Array.from(e, (p) => (uniform() < p ? 1 : 0));
  const m0 = x[1].map((v, i) => v + Math.min(x[2][i], 0));
  const m1 = m0.map((v, i) => v + tau[i]);
  const y = m0.map((v, i) => v + t[i] * tau[i] + normal());
  return { given: x.map((values, j) => ({ kind: "numeric", name: `x${j}`, values })), t, y, e, m: [m0, m1], tau };
}

async function learn(study, rowHash, fold) {
  const single = { row: indices(rows), fold, folds: FOLDS, count: new Float64Array(rows).fill(1), single: true };
  const learner = nuisances === "boost" ? { kind: "boost" } : { kind: "linear", ridge: 1 };
  const entries = { ...single, total: rows, rowHash };
  const crew = await openLearnerCrew({ learner, given: study.given, rows, entries }, workers);
  const mean = (include) => crew.crossFit({ kind: "numeric", y: study.y, seed: 1, include });
  const fits = [
    crew.crossFit({ kind: "binary", y: Float64Array.from(study.t), seed: 1 }),
    mean(study.t.map((v) => 1 - v)),
    mean(study.t),
  ];
  const [e, m0, m1] = (await Promise.all(fits)).map(({ predicted }) => predicted);
  crew.close();
  return { e, m: [m0, m1] };
}

const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);
const mega = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const meanOf = (values) => values.reduce((a, b) => a + b, 0) / values.length;

const study = world(rows, 1);
const rowHash = hashRows(study.given, rows);
const fold = Uint8Array.from(rowHash, (hash) => (hash >>> 5) % FOLDS);
const start = performance.now();
const known = nuisances === "known" ? { e: study.e, m: study.m } : await learn(study, rowHash, fold);
console.log(`nuisances (${nuisances}): ${seconds(start)} s`);

const forestStart = performance.now();
const before = process.cpuUsage();
const task = { rows, given: study.given, t: study.t, outcome: "numeric", y: study.y, ...known, fold, folds: FOLDS };
const fit = await causalForest({ trees }).fit({ ...task, rowHash, seed: 1 }, { workers });
const used = process.cpuUsage(before);
console.log(
  `forest of ${trees} trees, ${rows} x ${columns}, ${workers} workers: ${seconds(forestStart)} s ` +
    `(${((used.user + used.system) / 1e6).toFixed(1)} s of processor), all in all ${seconds(start)} s; ` +
    `${mega(bytesOf(fit.forest.packed))}, ${(bytesOf(fit.forest.packed) / rows / trees).toFixed(2)} bytes a row and tree; ` +
    `peak of the process ${mega(1024 * process.resourceUsage().maxRSS)}`,
);

const fresh = world(10_000, 2);
const predictStart = performance.now();
const at = fit.predict(fresh.given, 10_000);
const took = seconds(predictStart);
const rmse = Math.sqrt(meanOf(at.effect.map((v, i) => (v - fresh.tau[i]) ** 2)));
const covered = meanOf(fresh.tau.map((v, i) => (Math.abs(v - at.effect[i]) < 1.96 * at.error[i] ? 1 : 0)));
// The doubly robust scores with the forest's effects: their mean is the average effect, their spread its error.
const { e, m } = known;
const scores = fit.effect.map((tau, i) => {
  const z = study.t[i] - e[i];
  const rest = study.y[i] - (e[i] * m[1][i] + (1 - e[i]) * m[0][i]) - z * tau;
  return tau + (z / (e[i] * (1 - e[i]))) * rest;
});
const ate = meanOf(scores);
const se = Math.sqrt(meanOf(scores.map((v) => (v - ate) ** 2)) / rows);
const truth = 1 / Math.sqrt(2 * Math.PI);
console.log(
  `10,000 fresh rows in ${took} s: rmse ${rmse.toFixed(4)}, 95 % intervals cover ${(100 * covered).toFixed(1)} %; ` +
    `average effect ${ate.toFixed(4)} +- ${se.toFixed(4)}, truth ${truth.toFixed(4)} (${((ate - truth) / se).toFixed(1)} standard errors off)`,
);

const saveStart = performance.now();
const bytes = saveForest(fit.forest);
const loadStart = performance.now();
loadForest(bytes);
console.log(
  `saved: ${mega(bytes.length)} in ${((loadStart - saveStart) / 1000).toFixed(2)} s, loaded in ${seconds(loadStart)} s`,
);

const R = `
library(grf); n <- ${rows}; p <- ${columns}; set.seed(1)
X <- matrix(rnorm(n * p), n, p); W <- rbinom(n, 1, 0.4 + 0.2 * (X[, 1] > 0))
Y <- pmax(X[, 1], 0) * W + X[, 2] + pmin(X[, 3], 0) + rnorm(n)
t <- system.time(f <- causal_forest(X, Y, W, num.trees = ${trees}, num.threads = ${workers}))[3]
N <- matrix(rnorm(1e4 * p), 1e4, p); cat(t, sqrt(mean((predict(f, N)[, 1] - pmax(N[, 1], 0))^2)))
`;
try {
  const [time, error] = execFileSync("Rscript", ["-e", R], { stdio: ["ignore", "pipe", "ignore"] })
    .toString()
    .trim()
    .split(/\s+/)
    .map(Number);
  console.log(`grf, nuisances included: ${time.toFixed(1)} s, rmse ${error.toFixed(4)}`);
} catch {
  console.log("grf: skipped, there is no Rscript with the package grf here");
}
