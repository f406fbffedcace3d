// A logistic regression of 1,000,000 x 20 to 1e-10, on one thread and on two, beside scikit-learn's lbfgs (perf/logistic.py) on the same numbers in the
// same minute.
//   npm run build && [PYTHON=python3] node perf/logistic.mjs [RUNS]
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logisticRegression } from "discoscm";
import { machine, median } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 5);
const python = process.env.PYTHON;
const [rows, width] = [1_000_000, 20];

// Correlated covariates with effects of 0.2 to 0.6: what fits in a few steps to a table without signal takes more here.
let state = 12345;
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state + 0.5) / 4294967296;
};
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const x = Array.from({ length: width }, () => new Float64Array(rows));
const y = new Float64Array(rows);
for (let i = 0; i < rows; i++) {
  const common = normal();
  let eta = -0.5;
  for (let j = 0; j < width; j++) {
    x[j][i] = 0.5 * common + normal();
    eta += (((j * 7) % 5) - 2) * 0.2 * x[j][i];
  }
  y[i] = uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
}
const given = x.map((values, j) => ({ kind: "numeric", name: `x${j + 1}`, values }));

async function ours(workers) {
  const start = performance.now();
  const { coefficients } = await logisticRegression(given, y, { workers });
  return { seconds: (performance.now() - start) / 1000, coefficients: coefficients.map(({ value }) => value) };
}

const folder = join(tmpdir(), "disco-perf");
mkdirSync(folder, { recursive: true });
if (python) {
  x.forEach((values, j) => {
    writeFileSync(join(folder, `logistic-x${j}.f64`), values);
  });
  writeFileSync(join(folder, "logistic-y.f64"), y);
}

console.log(machine(runs));
const [one, two, theirs] = [[], [], []];
let difference = 0;
for (let run = 0; run < runs; run++) {
  const first = await ours(1);
  one.push(first.seconds);
  const second = await ours(2);
  two.push(second.seconds);
  if (first.coefficients.some((value, j) => value !== second.coefficients[j])) throw new Error("threads differ");
  if (!python) continue;
  const { stdout, status } = spawnSync(python, ["perf/logistic.py", folder, String(width)], { encoding: "utf8" });
  if (status !== 0) {
    console.log("scikit-learn: not here, or it failed");
    continue;
  }
  const peer = JSON.parse(stdout);
  theirs.push(peer.seconds);
  difference = Math.max(...peer.coefficients.map((value, j) => Math.abs(value - first.coefficients[j])));
}
const show = (times) => `${median(times).toFixed(2)} s (${times.map((t) => t.toFixed(2)).join(", ")})`;
console.log(`one thread: ${show(one)}\ntwo threads: ${show(two)}`);
if (theirs.length > 0) {
  const ratio = (times) => median(theirs.map((t, i) => t / times[i])).toFixed(1);
  console.log(`scikit-learn lbfgs: ${show(theirs)}; ${ratio(one)} times ours on one thread, ${ratio(two)} on two`);
  console.log(`largest difference of a coefficient: ${difference.toExponential(1)}`);
}
