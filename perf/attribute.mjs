// Whole runs of `disco attribute` against the same split in pandas and scikit-learn, in turn, in one sitting.
//   node perf/attribute.mjs [RUNS] [PART-OF-NAME]      PYTHON=... names a Python that has pandas and scikit-learn; without it there is no ratio.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { median } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 3);
const only = process.argv[3];
const python = process.env.PYTHON;
const folder = join(tmpdir(), "disco-perf");
mkdirSync(folder, { recursive: true });
const numeric = Array.from({ length: 20 }, (_, j) => `x${j + 1}`).join(",");
const labels = Array.from({ length: 5 }, (_, j) => `c${j + 1}`).join(",");
const cases = [
  {
    name: "1M x 20 numbers, logistic",
    rows: 1e6,
    kind: "numeric",
    given: numeric,
    flags: ["--learner", "linear"],
    peer: "logistic",
  },
  {
    name: "1M x 20 numbers, boosting (100 trees, depth 6)",
    rows: 1e6,
    kind: "numeric",
    given: numeric,
    flags: ["--learner", "boost", "--trees", "100", "--depth", "6"],
    peer: "boost",
  },
  { name: "10M x 5 labels (2 to 20 levels)", rows: 1e7, kind: "labels", given: labels, flags: [] },
];

/** Wall seconds and peak memory (MB, the largest seen of the process; Linux only) of one command. */
async function timed(command, args) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: "ignore" });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const line = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
      if (line) peak = Number(line[1]) / 1024;
    } catch {}
  }, 20);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, peak };
}

const show = (results) =>
  `${median(results.map((r) => r.seconds)).toFixed(1)} s (${results.map((r) => r.seconds.toFixed(1)).join(", ")}), ${Math.max(...results.map((r) => r.peak)).toFixed(0)} MB`;

console.log(
  `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${runs} runs each, in turn`,
);
for (const { name, rows, kind, given, flags, peer } of cases) {
  if (only && !name.includes(only)) continue;
  const table = join(folder, `${kind}-${rows}.csv`);
  if (!existsSync(table))
    spawnSync(process.execPath, ["perf/make-table.mjs", table, String(rows), kind], { stdio: "inherit" });
  const ours = [];
  const theirs = [];
  for (let run = 0; run < runs; run++) {
    const args = [
      "cli/bin/disco.js",
      "attribute",
      table,
      "--treatment",
      "treated",
      "--outcome",
      "success",
      "--given",
      given,
      "--quiet",
    ];
    ours.push(await timed(process.execPath, [...args, ...flags]));
    if (python && peer) theirs.push(await timed(python, ["perf/reference.py", table, peer, "3"]));
  }
  console.log(`${name}: ${show(ours)}`);
  if (theirs.length > 0) {
    const ratios = ours.map((our, i) => our.seconds / theirs[i].seconds);
    console.log(
      `  pandas and scikit-learn: ${show(theirs)}; ratio ${median(ratios).toFixed(2)} (${ratios.map((r) => r.toFixed(2)).join(", ")})`,
    );
  }
}
