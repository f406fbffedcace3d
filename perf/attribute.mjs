// Whole runs of `disco attribute` against the same split in pandas and scikit-learn, in turn, in one sitting.
//   node perf/attribute.mjs [RUNS] [PART-OF-NAME]      PYTHON=... names a Python that has pandas and scikit-learn; without it there is no ratio.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { median, showRuns as show, timedCommand as timed } from "./stopwatch.mjs";

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
