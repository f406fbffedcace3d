// How fast rows are drawn: three normal variables and two Bernoulli ones, on one thread and on two workers, beside numpy in the same minute;
// and how fast they are written, with the memory that takes. Usage: npm run build && node perf/simulate.mjs [million rows, default 50] [runs, default 5]
// PYTHON names a python3 with numpy; without one the comparison is left out.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelOf } from "../dist/model/file/read.js";
import { simulate } from "../dist/model/sampled/simulate.js";
import { writeStream } from "../dist/table/index.js";
import { median } from "./stopwatch.mjs";

const model = modelOf({
  disco: 1,
  variables: {
    A: { normal: { mean: 0, sd: 1 } },
    T: { bernoulli: 0.5 },
    B: { normal: { mean: "0.5 + 0.8*A - 0.3*T", sd: 2 } },
    D: { bernoulli: "0.2 + 0.5*T" },
    Y: { normal: { mean: "1 + 0.5*A + 0.7*B + 2*T*D", sd: 1 } },
  },
});
// Three columns for the writer.
const narrow = modelOf({
  disco: 1,
  variables: { T: { bernoulli: 0.5 }, X: { normal: { mean: "T", sd: 1 } }, Y: { normal: { mean: "X", sd: 1 } } },
});

if (process.argv[2] === "write") {
  // In a process of its own, so that its peak memory is its own.
  const [, , , path, rows] = process.argv;
  const start = performance.now();
  const { columns, chunks } = simulate(narrow, { rows: Number(rows), reuse: true });
  await writeStream(path, columns, chunks);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, memory: process.resourceUsage().maxRSS / 1024 }));
  process.exit(0);
}

const rows = Number(process.argv[2] ?? 50) * 1e6;
const runs = Number(process.argv[3] ?? 5);
const millions = (rate) => `${(rate / 1e6).toFixed(1)} M`;
const shown = (rates) => `${millions(median(rates)).padStart(7)} rows/s   (${rates.map(millions).join(", ")})`;

async function rate(workers) {
  const start = performance.now();
  let drawn = 0;
  for await (const chunk of simulate(model, { rows, workers, reuse: true }).chunks) drawn += chunk.rows;
  return drawn / ((performance.now() - start) / 1000);
}

function numpy() {
  const script = fileURLToPath(new URL("simulate.py", import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  try {
    return Number(
      execFileSync(process.env.PYTHON ?? "python3", [script, String(rows)], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
  } catch {
    return undefined;
  }
}

console.log(
  `${os.cpus()[0].model}, ${os.cpus().length} cores, Node ${process.version}, ${rows / 1e6} million rows, ${runs} runs in turn`,
);

// First, while this process is small: what it starts is counted as large as this was.
const folder = mkdtempSync(join(os.tmpdir(), "disco-perf-"));
try {
  for (const [ending, many] of [
    ["parquet", 1e6],
    ["parquet", 1e7],
    ["csv", 1e7],
  ]) {
    const path = join(folder, `rows.${ending}`);
    const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), "write", path, String(many)]);
    const { seconds, memory } = JSON.parse(said);
    const size = statSync(path).size / 1e6;
    console.log(
      `${many / 1e6} million rows x 3 columns to .${ending}: ${seconds.toFixed(1)} s, ${memory.toFixed(0)} MB at most, file of ${size.toFixed(0)} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const found = { one: [], two: [], numpy: [] };
await rate(1);
for (let run = 0; run < runs; run++) {
  found.one.push(await rate(1));
  found.two.push(await rate(2));
  const reference = numpy();
  if (reference !== undefined) found.numpy.push(reference);
}
console.log(`one thread     ${shown(found.one)}`);
console.log(`two workers    ${shown(found.two)}`);
if (found.numpy.length > 0) console.log(`numpy          ${shown(found.numpy)}`);
const ratios = found.one.map((one, run) => found.two[run] / one);
console.log(`two workers over one thread: ${median(ratios).toFixed(2)} (with their start)`);
if (found.numpy.length > 0) {
  console.log(`one thread over numpy: ${median(found.one.map((one, run) => one / found.numpy[run])).toFixed(2)}`);
}
