// What `disco decide` does once the models are fitted: from their predictions for each individual to the written policy file.
//   npm run build && node perf/decide.mjs [INDIVIDUALS] [RUNS]
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settle } from "../dist/attribute/options.js";
import { decideFrom } from "../dist/decide/decide.js";
import { settleDecision } from "../dist/decide/options.js";
import { assignFolds } from "../dist/learn/folds.js";
import { writeRows } from "../dist/table/index.js";
import { machine, median } from "./stopwatch.mjs";

const rows = Number(process.argv[2] ?? 1e6);
const runs = Number(process.argv[3] ?? 3);
let state = 12345;
const uniform = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const logistic = (eta) => 1 / (1 + Math.exp(-eta));
const column = (of) => Float64Array.from({ length: rows }, (_, i) => of(i));
const x = Array.from({ length: 20 }, () => column(() => uniform() - 0.5));
const e = column((i) => logistic(x[0][i] + x[1][i]));
const p0 = column((i) => logistic(2 * x[0][i] - x[2][i]));
const p1 = column((i) => logistic(2 * x[0][i] + x[3][i] + 0.4));
const t = Uint8Array.from({ length: rows }, (_, i) => (uniform() < e[i] ? 1 : 0));
const y = column((i) => (uniform() < (t[i] === 1 ? p1[i] : p0[i]) ? 1 : 0));
const sample = {
  rows,
  treatment: { name: "treated", values: t, labels: { yes: 1, no: 0 } },
  outcome: { kind: "binary", name: "success", values: y, labels: { yes: 1, no: 0 } },
  given: x.map((values, k) => ({ kind: "numeric", name: `x${k + 1}`, values })),
  data: { source: "made up", read: rows, used: rows, missing: {}, notes: [] },
};
const mean = (values) => ({ mean: values, sum: values, product: values });
const learnt = { entries: assignFolds(sample, 3, 1), t, y, e, m: [mean(p0), mean(p1)], notes: [] };
const learning = { ...settle({}), learnerName: "given" };
const benefit = { complier: 10, always: -2, never: -1, defier: -8 };

console.log(`${rows} individuals, ${machine(runs)}`);
for (const [what, options] of [
  ["budget 0.2", { benefit, budget: 0.2, tree: 0 }],
  ["budget 0.2, tree of depth 2", { benefit, budget: 0.2 }],
]) {
  for (const ending of ["parquet", "csv"]) {
    const file = join(tmpdir(), `disco-policy.${ending}`);
    const decided = [];
    const written = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      const { policy } = decideFrom(sample, learnt, settleDecision(options), learning);
      decided.push((performance.now() - start) / 1000);
      await writeRows(file, policy);
      written.push((performance.now() - start) / 1000);
    }
    rmSync(file);
    const [one, all] = [decided, written].map((times) => median(times).toFixed(2));
    console.log(`${what}, .${ending}: decided after ${one} s, written after ${all} s`);
  }
}
